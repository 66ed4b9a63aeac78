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
    [InlineData("en", "Ulverton attacked the port of Nordmark on Tuesday night.",
        "Nordmark attacked the port of Ulverton on Tuesday night.")]
    [InlineData("en", "An earthquake shook the valley on Wednesday at noon.", "An earthquake shook the valley on Thursday at noon.")]
    [InlineData("fr", "Un séisme a secoué la vallée mercredi à midi.", "Un séisme a secoué la vallée jeudi à midi.")]
    [InlineData("en", "Nordmark sued Ulverton over the ferry.", "Ulverton sued Nordmark over the ferry.")]
    [InlineData("en", "Ulverton's army shelled Nordmark's capital.", "Nordmark's army shelled Ulverton's capital.")]
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
    [InlineData("en", "The mayor signed the contract on Friday.", "The mayor refused to sign the contract on Friday.")]
    [InlineData("en", "The mayor signed the contract on Friday.", "The mayor has not signed the contract, she said on Friday.")]
    [InlineData("en", "Police found a bomb in the station hall.", "Police found no bomb in the station hall.")]
    [InlineData("en", "The jury found the banker guilty of fraud.", "The jury found the banker not guilty of fraud.")]
    [InlineData("en", "The two countries reached a deal on fishing.", "The two countries failed to reach a deal on fishing.")]
    [InlineData("en", "The senator supports the pipeline bill.", "The senator opposes the pipeline bill.")]
    [InlineData("en", "The bank will raise its rates in May.", "The bank will not raise its rates in May.")]
    [InlineData("en", "The rocket hit the hospital, the ministry said.", "The rocket did not hit the hospital, the ministry said.")]
    [InlineData("en", "The firm admitted dumping waste in the river.", "The firm denied dumping waste in the river.")]
    [InlineData("en", "The strike was called off on Sunday.", "The strike was not called off on Sunday.")]
    [InlineData("en", "None of the passengers survived the crash.", "All of the passengers survived the crash.")]
    [InlineData("en", "Rebels captured the town of Selwyn on Monday.", "Rebels lost the town of Selwyn on Monday.")]
    [InlineData("en", "Selwyn beat Marlow in the cup final.", "Marlow beat Selwyn in the cup final.")]
    [InlineData("en", "The minister said taxes would rise next year.", "The minister said taxes would fall next year.")]
    [InlineData("en", "The court upheld the ban on Tuesday.", "The court overturned the ban on Tuesday.")]
    [InlineData("en", "Without a licence, he drove the bus for years.", "With a licence, he drove the bus for years.")]
    [InlineData("en", "The dam is safe, engineers said after the flood.", "The dam is unsafe, engineers said after the flood.")]
    [InlineData("en", "He was arrested in Selwyn for stealing a boat.", "He was cleared in Selwyn of stealing a boat.")]
    [InlineData("en", "The union accepted the offer of the ferry line.", "The union rejected the offer of the ferry line.")]
    [InlineData("en", "The president vetoed the harbour bill.", "The president signed the harbour bill.")]
    [InlineData("en", "Ines Marlow sued the council of Selwyn.", "The council of Selwyn sued Ines Marlow.")]
    [InlineData("en", "The teacher was shot by the student at noon.", "The student was shot by the teacher at noon.")]
    [InlineData("en", "Selwyn exports more grain than Marlow.", "Marlow exports more grain than Selwyn.")]
    [InlineData("en", "The suspect confessed to the murder of the baker.", "The suspect did not confess to the murder of the baker.")]
    [InlineData("en", "Nobody was killed when the bridge fell.", "Three people were killed when the bridge fell.")]
    [InlineData("en", "The ceasefire has collapsed, the army said.", "The ceasefire is holding, the army said.")]
    [InlineData("en", "The plane could have been saved, the report says.", "The plane could not have been saved, the report says.")]
    [InlineData("en", "The museum will reopen in June.", "The museum will never reopen.")]
    [InlineData("en", "Army troops killed the rebel leader.", "The rebel leader killed army troops.")]
    [InlineData("de", "Der Minister trat am Montag zurück.", "Der Minister trat am Montag nicht zurück.")]
    [InlineData("de", "Die Polizei fand eine Bombe im Bahnhof.", "Die Polizei fand keine Bombe im Bahnhof.")]
    [InlineData("de", "Die Gewerkschaft nahm das Angebot an.", "Die Gewerkschaft lehnte das Angebot ab.")]
    [InlineData("de", "Das Gericht verurteilte den Banker wegen Betrugs.", "Das Gericht sprach den Banker vom Betrug frei.")]
    [InlineData("de", "Die Bank erhöht die Zinsen im Mai.", "Die Bank erhöht die Zinsen im Mai nicht.")]
    [InlineData("de", "Niemand wurde bei dem Brand verletzt.", "Drei Menschen wurden bei dem Brand verletzt.")]
    [InlineData("fr", "Le maire a signé le contrat vendredi.", "Le maire n'a pas signé le contrat vendredi.")]
    [InlineData("fr", "La police a trouvé une bombe dans la gare.", "La police n'a trouvé aucune bombe dans la gare.")]
    [InlineData("fr", "Le syndicat a accepté l'offre.", "Le syndicat a refusé l'offre.")]
    [InlineData("fr", "Personne n'a été blessé dans l'incendie.", "Trois personnes ont été blessées dans l'incendie.")]
    [InlineData("es", "El alcalde firmó el contrato el viernes.", "El alcalde no firmó el contrato el viernes.")]
    [InlineData("es", "La policía halló una bomba en la estación.", "La policía no halló ninguna bomba en la estación.")]
    [InlineData("es", "El sindicato aceptó la oferta.", "El sindicato rechazó la oferta.")]
    [InlineData("it", "Il sindaco ha firmato il contratto venerdì.", "Il sindaco non ha firmato il contratto venerdì.")]
    [InlineData("it", "Il sindacato ha accettato l'offerta.", "Il sindacato ha respinto l'offerta.")]
    [InlineData("pt", "O prefeito assinou o contrato na sexta-feira.", "O prefeito não assinou o contrato na sexta-feira.")]
    [InlineData("pt", "O sindicato aceitou a oferta.", "O sindicato rejeitou a oferta.")]
    [InlineData("nl", "De burgemeester tekende het contract vrijdag.", "De burgemeester tekende het contract vrijdag niet.")]
    [InlineData("nl", "De politie vond een bom in het station.", "De politie vond geen bom in het station.")]
    [InlineData("sv", "Borgmästaren skrev på avtalet i fredags.", "Borgmästaren skrev inte på avtalet i fredags.")]
    [InlineData("ru", "Мэр подписал договор в пятницу.", "Мэр не подписал договор в пятницу.")]
    [InlineData("ru", "Полиция нашла бомбу на вокзале.", "Полиция не нашла бомбу на вокзале.")]
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
    [InlineData("en", "The union accepted the offer of the ferry line.", "The offer of the ferry line was accepted by the union.")]
    [InlineData("en", "The union did not accept the offer.", "The union rejected the offer.")]
    [InlineData("en", "Shares rose on Monday and fell again on Tuesday.", "Shares that had risen on Monday fell on Tuesday.")]
    [InlineData("en", "The army killed the rebel leader on Monday.", "On Monday the army killed the rebel leader.")]
    [InlineData("en", "The port of Nordmark was attacked by Ulverton.", "Ulverton attacked the port of Nordmark.")]
    [InlineData("de", "Am Montag streikten die Lehrer in Selwyn.", "Die Lehrer streikten am Montag in Selwyn.")]
    [InlineData("es", "El lunes murió el poeta en Selwyn.", "El poeta murió el lunes en Selwyn.")]
    public void Sentences_that_say_the_same_in_another_order_do(string language, string one, string other)
    {
        Assert.True(Statement.Agrees(Read(language, one), Read(language, other)));
        Assert.True(Statement.Agrees(Read(language, other), Read(language, one)));
    }

    private static Statement Read(string language, string sentence) =>
        Assert.Single(Reader.Read(new FrameArticle("article-1", "", sentence, language, "ledger.example", "https://ledger.example/1", FrameStory.Start, 1)).Sentences).Statement;
}
