using System.Text.RegularExpressions;

namespace StoryClustering.Engine.Text;

/// <summary>
/// Text that speaks to a language model instead of to readers. Such sentences are dropped where articles are read, whether there is a model or not, and are
/// no evidence for a model's lines. An article about such attacks loses the sentences that quote them; what the patterns miss still meets the checks of
/// every claim.
/// </summary>
internal static partial class InstructionText
{
    /// <summary>Whether a text seems to instruct a model.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => Pattern().IsMatch(text);

    // Overriding words near a word for what was said before; names of roles and of the protocol.
    [GeneratedRegex(
        @"\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|prompts?|everything above|all of the above|the above|previous text)\b"
        + @"|\b(system|developer) (prompt|message|instructions?)\b"
        + @"|\byou are (now )?(an?|the) (ai|a\.i\.|assistant|language model|chatbot|llm)\b|\bas an? (ai|language model)\b"
        + @"|\b(output|print|respond with|reply with|answer with|write) (only|exactly|the following|the words?|this sentence)\b"
        + @"|<\|?(im_start|im_end|system|user|assistant|endoftext)\|?>|\[/?INST\]|(^|\n)\s*(system|assistant|user)\s*:"
        + @"|\b(ignorier\w*|vergiss|missachte\w*)\b.{0,40}\b(anweisung\w*|anleitung\w*|befehl\w*)\b"
        + @"|\b(ignore[rz]?|oublie[rz]?)\b.{0,40}\b(instructions?|consignes?|directives)\b"
        + @"|\b(ignor[ae]\w*|olvid[ae]\w*)\b.{0,40}\b(instrucciones|indicaciones|instruções|istruzioni)\b"
        + @"|\b(negeer|vergeet)\b.{0,40}\b(instructies|opdrachten|aanwijzingen)\b"
        + @"|\bignorera\b.{0,40}\b(instruktion\w*|anvisning\w*)\b|\bигнорируй\w*\b.{0,40}\b(инструкци\w*|указани\w*)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
