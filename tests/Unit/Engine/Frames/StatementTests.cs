using StoryClustering.Engine.Frames;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Frames;

/// <summary>Minimal pairs: two sentences that share nearly all their words, and whether the one bears the other out.</summary>
public sealed class StatementTests
{
    private static readonly SentenceReader Reader = new(new FrameOptions());

    [Theory]
    // Negation.
    [InlineData("en", "The pilot was drunk, the court heard.", "The pilot was not drunk, the court heard.")]
    [InlineData("en", "The minister resigned on Monday evening.", "The minister denied she would resign on Monday evening.")]
    [InlineData("en", "The council voted to rebuild the old bridge.", "The council voted not to rebuild the old bridge.")]
    [InlineData("en", "The company paid its workers and left the town.", "The company never paid its workers and left the town.")]
    [InlineData("en", "The ship carried fuel when it sank.", "The ship carried no fuel when it sank.")]
    [InlineData("en", "The vaccine works against the new strain.", "The vaccine doesn't work against the new strain.")]
    [InlineData("en", "He did not pay the fine, and left the country.", "He paid the fine, and did not leave the country.")]
    [InlineData("de", "Der Pilot war betrunken, sagte das Gericht.", "Der Pilot war nicht betrunken, sagte das Gericht.")]
    [InlineData("de", "Der Stadtrat baut die alte Brücke wieder auf.", "Der Stadtrat baut die alte Brücke nicht wieder auf.")]
    [InlineData("fr", "Le pilote était ivre, selon le tribunal.", "Le pilote n'était pas ivre, selon le tribunal.")]
    [InlineData("es", "El piloto estaba borracho, según el tribunal.", "El piloto no estaba borracho, según el tribunal.")]
    [InlineData("pt", "O piloto estava bêbado, segundo o tribunal.", "O piloto não estava bêbado, segundo o tribunal.")]
    [InlineData("it", "Il pilota era ubriaco, secondo il tribunale.", "Il pilota non era ubriaco, secondo il tribunale.")]
    [InlineData("nl", "De piloot was dronken, zei de rechtbank.", "De piloot was niet dronken, zei de rechtbank.")]
    [InlineData("sv", "Piloten var berusad, enligt domstolen.", "Piloten var inte berusad, enligt domstolen.")]
    [InlineData("ru", "Пилот был пьян, сообщил суд города.", "Пилот не был пьян, сообщил суд города.")]
    // Threat, plan, condition, accusation, expectation.
    [InlineData("en", "Ulmen closed the strait on Friday over the blockade.", "Ulmen will close the strait if the blockade stays.")]
    [InlineData("en", "Ulmen closed the strait on Friday over the blockade.", "Ulmen threatened to close the strait on Friday over the blockade.")]
    [InlineData("en", "The clerk stole money from the parish fund.", "The clerk is accused of stealing money from the parish fund.")]
    [InlineData("en", "The clerk robbed the parish bank at noon.", "The clerk tried to rob the parish bank at noon.")]
    [InlineData("en", "The plant released chlorine into the river.", "The plant may have released chlorine into the river.")]
    [InlineData("de", "Der Angestellte stahl Geld aus der Kasse.", "Der Angestellte soll Geld gestohlen haben aus der Kasse.")]
    [InlineData("fr", "Ulmen ferme le détroit à cause du blocus.", "Ulmen menace de fermer le détroit à cause du blocus.")]
    [InlineData("es", "Ulmen cierra el estrecho por el bloqueo.", "Ulmen amenaza con cerrar el estrecho por el bloqueo.")]
    [InlineData("it", "Ulmen chiude lo stretto per il blocco.", "Ulmen minaccia di chiudere lo stretto per il blocco.")]
    [InlineData("nl", "Ulmen sluit de zeestraat wegens de blokkade.", "Ulmen dreigt de zeestraat te sluiten wegens de blokkade.")]
    // Who did it to whom.
    [InlineData("en", "A drone of Nordvik hit an oil depot in Ulmen on Tuesday night.", "A drone of Ulmen hit an oil refinery in Nordvik on Tuesday night.")]
    [InlineData("en", "The troops of Nordvik attacked Ulmen at dawn.", "The troops of Ulmen attacked Nordvik at dawn.")]
    [InlineData("en", "On Sunday, Nordvik attacked Ulmen at dawn.", "On Sunday, Nordvik was attacked by Ulmen at dawn.")]
    [InlineData("en", "The dog bit the postman in the yard.", "The postman bit the dog in the yard.")]
    [InlineData("en", "The court said that Mara Fell sued Leo Brandt over the house.", "The court said that Leo Brandt sued Mara Fell over the house.")]
    [InlineData("en", "The central bank of Nordvik raised its rate to 50 percent.", "The central bank of Ulmen raised its rate to 50 percent.")]
    [InlineData("fr", "Dimanche, Nordvik a attaqué Ulmen à l'aube.", "Dimanche, Ulmen a attaqué Nordvik à l'aube.")]
    [InlineData("es", "El domingo Nordvik atacó Ulmen al amanecer.", "El domingo Ulmen atacó Nordvik al amanecer.")]
    // Offices, and who is meant.
    [InlineData("en", "He met the president for an hour.", "She met the king for an hour.")]
    [InlineData("en", "The talks with the president ended without a deal.", "The talks with the king ended without a deal.")]
    [InlineData("de", "Die Gespräche mit dem Präsidenten endeten am Abend.", "Die Gespräche mit dem König endeten am Abend.")]
    public void Sentences_that_say_the_opposite_do_not_bear_each_other_out(string language, string one, string other)
    {
        Assert.False(Statement.Agrees(Read(language, one), Read(language, other)));
        Assert.False(Statement.Agrees(Read(language, other), Read(language, one)));
        Assert.True(Statement.Agrees(Read(language, one), Read(language, one)));
        Assert.True(Statement.Agrees(Read(language, other), Read(language, other)));
    }

    [Theory]
    [InlineData("en", "The pilot was not drunk, the court heard.", "The court heard that the pilot had not been drunk.")]
    [InlineData("en", "Nobody was hurt in the fire at the cannery.", "No one was hurt in the cannery fire.")]
    [InlineData("en", "On Sunday, Nordvik attacked Ulmen at dawn.", "On Sunday, Ulmen was attacked by Nordvik at dawn.")]
    [InlineData("en", "Ulmen will close the strait if the blockade stays.", "The strait will be closed if the blockade stays, Ulmen said.")]
    [InlineData("en", "In Orrin on Monday, the police met Mara Fell.", "The police met Mara Fell in Orrin on Monday.")]
    [InlineData("en", "The mayor, who did not vote, opened the bridge on Monday.", "The mayor opened the bridge on Monday.")]
    [InlineData("en", "The fire destroyed the cannery and two houses.", "Two houses and the cannery were destroyed by the fire.")]
    [InlineData("en", "No fewer than 12 people were rescued from the roof.", "At least 12 people were rescued from the roof.")]
    [InlineData("en", "Police in May arrested the clerk over the theft.", "The clerk was arrested over the theft, police said.")]
    [InlineData("en", "Not only the bridge but also the road was closed.", "The bridge and the road were closed.")]
    // What is an office in another language is none in this.
    [InlineData("en", "The president read the plan to the house.", "The fiscal plan was read to the house.")]
    [InlineData("de", "Die Polizei nahm den Mann am Montag fest.", "Am Montag nahm die Polizei den Mann fest.")]
    [InlineData("fr", "La police a arrêté un homme lundi à Orrin.", "Lundi, un homme a été arrêté par la police à Orrin.")]
    [InlineData("ru", "Пожар уничтожил завод и два дома.", "Завод и два дома уничтожил пожар.")]
    public void Sentences_that_say_the_same_in_another_order_do(string language, string one, string other)
    {
        Assert.True(Statement.Agrees(Read(language, one), Read(language, other)));
        Assert.True(Statement.Agrees(Read(language, other), Read(language, one)));
    }

    private static Statement Read(string language, string sentence) =>
        Assert.Single(Reader.Read(new FrameArticle("article-1", "", sentence, language, "ledger.example", "https://ledger.example/1", FrameStory.Start, 1)).Sentences).Statement;
}
