using System.Diagnostics;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Why a claim does not pass.</summary>
public enum ClaimFault : byte
{
    /// <summary>It passes.</summary>
    None = 0,
    /// <summary>It cites nothing.</summary>
    Uncited = 1,
    /// <summary>A span that it cites is not there.</summary>
    UnknownSpan = 2,
    /// <summary>A span that it cites is not among those of the line that it stands for.</summary>
    ForeignSpan = 3,
    /// <summary>A span that it cites has nothing to do with it.</summary>
    DecorativeSpan = 4,
    /// <summary>Too few origins say it.</summary>
    Origins = 5,
    /// <summary>A side is missing among those that say it.</summary>
    Sides = 6,
    /// <summary>A quote is not, word for word, in a cited span.</summary>
    Quote = 7,
    /// <summary>A number is not in a cited span, or is bound to something else there.</summary>
    Number = 8,
    /// <summary>A date is not in a cited span.</summary>
    Date = 9,
    /// <summary>A name is not in a cited span.</summary>
    Name = 10,
    /// <summary>A name has another role in the cited spans.</summary>
    Role = 11,
    /// <summary>It affirms what the spans deny, or the reverse.</summary>
    Negation = 12,
    /// <summary>It is sure of what the spans are not.</summary>
    Doubt = 13,
    /// <summary>Too many of its words are not in the cited spans.</summary>
    Words = 14,
    /// <summary>It says something else than the line that it stands for.</summary>
    OtherLine = 15,
    /// <summary>It is in another language than the spans.</summary>
    Language = 16,
    /// <summary>It is in a language in which negations are not known.</summary>
    UncheckedLanguage = 17,
    /// <summary>Too long.</summary>
    TooLong = 18,
    /// <summary>Too short.</summary>
    TooShort = 19,
    /// <summary>A web address.</summary>
    Url = 20,
    /// <summary>An e-mail address.</summary>
    EMail = 21,
    /// <summary>Signs of markup.</summary>
    Markup = 22,
    /// <summary>A character that is not to be seen, or a second line.</summary>
    ControlCharacter = 23,
    /// <summary>It speaks to a model.</summary>
    Instruction = 24,
    /// <summary>It says which side says what.</summary>
    NamesSides = 25,
    /// <summary>It stands for no line.</summary>
    NoLine = 26,
    /// <summary>It says as a fact what one span reports as somebody's words.</summary>
    Attribution = 27,
}

/// <summary>Names of faults.</summary>
public static class ClaimFaults
{
    /// <summary>Code for metrics and omissions, as "unknown-span".</summary>
    public static string Code(this ClaimFault fault) => fault switch
    {
        ClaimFault.None => "none",
        ClaimFault.Uncited => "uncited",
        ClaimFault.UnknownSpan => "unknown-span",
        ClaimFault.ForeignSpan => "foreign-span",
        ClaimFault.DecorativeSpan => "decorative-span",
        ClaimFault.Origins => "origins",
        ClaimFault.Sides => "sides",
        ClaimFault.Quote => "quote",
        ClaimFault.Number => "number",
        ClaimFault.Date => "date",
        ClaimFault.Name => "name",
        ClaimFault.Role => "role",
        ClaimFault.Negation => "negation",
        ClaimFault.Doubt => "doubt",
        ClaimFault.Words => "words",
        ClaimFault.OtherLine => "other-line",
        ClaimFault.Language => "language",
        ClaimFault.UncheckedLanguage => "unchecked-language",
        ClaimFault.TooLong => "too-long",
        ClaimFault.TooShort => "too-short",
        ClaimFault.Url => "url",
        ClaimFault.EMail => "e-mail",
        ClaimFault.Markup => "markup",
        ClaimFault.ControlCharacter => "control-character",
        ClaimFault.Instruction => "instruction",
        ClaimFault.NamesSides => "names-sides",
        ClaimFault.NoLine => "no-line",
        ClaimFault.Attribution => "attribution",
        _ => throw new UnreachableException(),
    };
}
