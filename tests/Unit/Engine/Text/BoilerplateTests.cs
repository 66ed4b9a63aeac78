using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class BoilerplateTests
{
    [Theory]
    [InlineData("en", "Sign up for our weekly newsletter.")]
    [InlineData("en", "Read more about the bridge here.")]
    [InlineData("en", "Click here to see the pictures.")]
    [InlineData("en", "Follow us on Facebook and Instagram.")]
    [InlineData("en", "Follow Ines Quill on Twitter @quill.")]
    [InlineData("en", "Get the day's top stories delivered to your inbox.")]
    [InlineData("en", "ADVERTISEMENT")]
    [InlineData("en", "(AP Photo/Ines Quill)")]
    [InlineData("en", "The bridge on Monday. | Ines Quill/Getty Images")]
    [InlineData("en", "FILE PHOTO: The bridge is seen in spring.")]
    [InlineData("en", "Photo: Ines Quill for the Valley Post")]
    [InlineData("en", "Copyright 2024 Valley Post. All rights reserved.")]
    [InlineData("en", "This story was originally published by the Valley Post.")]
    [InlineData("en", "Related: Five bridges that closed this year")]
    [InlineData("en", "Ines Quill is a staff writer covering bridges for the Valley Post.")]
    [InlineData("en", "Our Standards: The principles we follow.")]
    [InlineData("en", "Reporting by Ines Quill; Editing by Bo Tarn")]
    [InlineData("en", "Updated March 3, 2024 at 5:04 p.m. ET")]
    [InlineData("en", "March 3, 2024 / 5:04 PM")]
    [InlineData("en", "WASHINGTON (AP) —")]
    [InlineData("en", "Leave a comment below.")]
    [InlineData("en", "We use cookies to make the site better.")]
    [InlineData("en", "The Associated Press contributed to this report.")]
    [InlineData("en", "COUNCIL CLOSES THE BRIDGE AGAIN")]
    [InlineData("en", "News | Sports | Weather | Opinion | Valley")]
    [InlineData("en", "Five Bridges That Closed In The Valley This Year")]
    [InlineData("en", "By Ines Quill")]
    [InlineData("en", "12.5 / 13.7 / 14.9")]
    [InlineData("en", "The bridge is closed. — Ines Quill (@quill) March 3, 2024")]
    [InlineData("de", "Melden Sie sich hier für den Newsletter an.")]
    [InlineData("de", "Lesen Sie auch: Warum die Brücke gesperrt ist")]
    [InlineData("de", "Foto: Ines Kiel/dpa")]
    [InlineData("de", "Anzeige")]
    [InlineData("fr", "Inscrivez-vous à notre newsletter quotidienne.")]
    [InlineData("fr", "Lire aussi : Pourquoi le pont est fermé")]
    [InlineData("fr", "Publié le 3 mars 2024 à 17h04")]
    [InlineData("es", "Suscríbete a nuestro boletín diario.")]
    [InlineData("es", "Lea también: Por qué se cerró el puente")]
    [InlineData("pt", "Leia também: Por que a ponte foi fechada")]
    [InlineData("pt", "Clique aqui para receber as notícias.")]
    [InlineData("it", "Leggi anche: Perché il ponte è chiuso")]
    [InlineData("it", "© Riproduzione riservata di questo testo")]
    [InlineData("nl", "Lees ook: Waarom de brug dicht is")]
    [InlineData("nl", "Meld je aan voor onze nieuwsbrief over bruggen.")]
    [InlineData("ru", "Читайте также: Почему закрыт мост")]
    [InlineData("ru", "Подпишитесь на нашу рассылку о мостах.")]
    [InlineData("sv", "Läs också: Därför är bron stängd")]
    [InlineData("sv", "Prenumerera på vårt nyhetsbrev om broar.")]
    public void What_is_no_prose_is_told(string language, string sentence) => Assert.True(Boilerplate.Is(sentence, language));

    [Theory]
    [InlineData("en", "Prosecutors showed jurors a photo of the car.")]
    [InlineData("en", "The newsletter that he founded lost half of its readers.")]
    [InlineData("en", "Updated figures showed that 12 people had died.")]
    [InlineData("en", "Copyright law was changed in March.")]
    [InlineData("en", "Advertising revenue fell by a third last year.")]
    [InlineData("en", "The mayor apologised on Twitter for the closure.")]
    [InlineData("en", "The post office in the valley was closed.")]
    [InlineData("en", "Comments by the minister angered the council.")]
    [InlineData("en", "For weeks he had asked readers of his newsletter for money.")]
    [InlineData("en", "Correction officers went on strike on Monday.")]
    [InlineData("en", "Getty, the oil company, sold the photo agency.")]
    [InlineData("en", "“Read it again,” the judge told the jury.")]
    [InlineData("en", "Nobody was hurt, the police said.")]
    [InlineData("en", "He was freed.")]
    [InlineData("en", "The video shows the bridge falling into the river.")]
    [InlineData("de", "Die Anzeige wurde am Montag von der Polizei aufgenommen.")]
    [InlineData("de", "Kommentare des Ministers verärgerten den Rat.")]
    [InlineData("fr", "La publicité mensongère est interdite depuis mars.")]
    [InlineData("es", "Comentarios del ministro enfadaron al consejo.")]
    [InlineData("pt", "Comentários do ministro irritaram o conselho.")]
    [InlineData("it", "I commenti del ministro hanno irritato il consiglio.")]
    [InlineData("nl", "Reacties van de minister maakten de raad boos.")]
    [InlineData("ru", "Реклама лекарств запрещена с марта этого года.")]
    [InlineData("sv", "Annonser för läkemedel är förbjudna sedan i mars.")]
    [InlineData("ja", "東京で橋が閉鎖されたと市長が述べた。")]
    public void What_only_mentions_such_things_is_prose(string language, string sentence) => Assert.False(Boilerplate.Is(sentence, language));

    [Theory]
    [InlineData("WASHINGTON (AP) — |The bridge closed.")]
    [InlineData("(Reuters) - |The bridge closed.")]
    [InlineData("ORRIN, Ohio (AP) -- |The bridge closed.")]
    [InlineData("NEW ORRIN, March 3 (Reuters) - |The bridge closed.")]
    [InlineData("BERLIN, 3 March (dpa) - |The bridge closed.")]
    [InlineData("Berlin/Paris (dpa) - |Die Brücke ist gesperrt.")]
    [InlineData("MADRID, 3 Mar. (EUROPA PRESS) - |El puente está cerrado.")]
    [InlineData("(ANSA) - ROMA, 03 MAR - |Il ponte è chiuso.")]
    [InlineData("LISBOA (Lusa) – |A ponte fechou.")]
    [InlineData("МОСКВА, 3 мар — РИА Новости. |Мост закрыт.")]
    [InlineData("ST. ORRIN, Mo. — |The bridge closed.")]
    [InlineData("(CNN)|The bridge closed.")]
    [InlineData("|NASA - the agency - closed the bridge.")]
    [InlineData("|The bridge — closed since March — opened.")]
    [InlineData("|Ines Quill (who built it) - Bo Tarn sold it.")]
    [InlineData("|Council members (AP was told) - closed the bridge that everybody had used.")]
    [InlineData("|")]
    public void A_dateline_is_skipped_and_nothing_else(string marked) =>
        Assert.Equal(marked.IndexOf('|'), Boilerplate.LeadIn(marked.Replace("|", "", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(InventedProse.Languages), MemberType = typeof(InventedProse))]
    public void No_text_whatever_harms_it(string language)
    {
        foreach (var text in InventedProse.Rubbish(language, texts: 400))
        {
            Boilerplate.Is(text, language);
            Assert.InRange(Boilerplate.LeadIn(text), 0, text.Length);
        }
    }
}
