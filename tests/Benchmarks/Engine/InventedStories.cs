using System.Text;
using StoryClustering.Engine;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// Articles of made-up words: each story has words of its own, all share a common vocabulary whose frequencies fall as in real
/// text (Zipf). Answers how the cost grows with a story and with the number of stories, without any data.
/// </summary>
internal static class InventedStories
{
    private const int WordsPerArticle = 350;
    private const int OwnWords = 60;
    private const int CommonWords = 20_000;

    private static readonly DateTimeOffset Start = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Run()
    {
        OneStory();
        foreach (var stories in new[] { 1_000, 20_000, 100_000 })
            ManyStories(stories);
    }

    private static void OneStory()
    {
        var options = new EngineOptions();
        var analyzer = new ArticleAnalyzer(options);
        var analysed = Enumerable.Range(0, 1_000).Select(i => analyzer.Analyse(Article(0, i))).ToArray();
        // Once to warm up, once to measure.
        for (var round = 0; round < 2; round++)
        {
            var index = new StoryIndex(options);
            var candidates = new List<Candidate>();
            var start = 0L;
            for (var i = 0; i < 10_100; i++)
            {
                if (i is 100 or 10_000)
                    start = CpuClock.Now();
                var article = analysed[i % analysed.Length];
                index.Search(article, SearchMode.Assign, 20, candidates);
                index.AddMember("story", "article-" + i, article.Vector, article.Published, Start.AddSeconds(i));
                if (round == 1 && i is 199 or 10_099)
                    EngineSpeed.Line($"search + add, articles {i - 99,6} to {i + 1,6} of one story: {(CpuClock.Now() - start) / 1e5,6:0.0} us each");
            }
        }
    }

    private static void ManyStories(int stories)
    {
        const int Measured = 2_000;
        var options = new EngineOptions { MaxStories = 200_000 };
        var analyzer = new ArticleAnalyzer(options);
        var index = new StoryIndex(options);
        var candidates = new List<Candidate>();
        var searches = new long[Measured];
        var before = EngineSpeed.LiveBytes();
        for (var i = 0; i < 3 * stories; i++)
        {
            var article = analyzer.Analyse(Article(i % stories, i / stories));
            index.AddMember("story-" + i % stories, "article-" + i, article.Vector, article.Published, Start.AddSeconds(i));
        }
        var memory = EngineSpeed.LiveBytes() - before;
        var right = 0;
        var search = 0L;
        var add = 0L;
        for (var i = 0; i < Measured; i++)
        {
            var story = i * 7919 % stories;
            var article = analyzer.Analyse(Article(story, 3));
            var t0 = CpuClock.Now();
            index.Search(article, SearchMode.Assign, 20, candidates);
            var t1 = CpuClock.Now();
            if (candidates.Count > 0 && candidates[0].StoryId == "story-" + story)
                right++;
            var t2 = CpuClock.Now();
            index.AddMember("story-" + story, "late-" + i, article.Vector, article.Published, Start.AddDays(1).AddSeconds(i));
            search += t1 - t0;
            searches[i] = t1 - t0;
            add += CpuClock.Now() - t2;
        }
        var toMicroseconds = 1e-3 / Measured;
        Array.Sort(searches);
        EngineSpeed.Line($"{stories,6} active stories of 3 articles: search {search * toMicroseconds,6:0.0} us (p99 {searches[Measured * 99 / 100] / 1e3:0}), add {add * toMicroseconds,6:0.0} us, own story first {100.0 * right / Measured:0.0} %, {memory / 1024.0 / stories:0.00} KiB a story");
        FreeText(stories, index);
        GC.KeepAlive(index);
    }

    // As a partition has it: every story described by its headline and a few names, then queries of one to three words, own and common
    // ones.
    private static void FreeText(int stories, StoryIndex index)
    {
        const int Measured = 2_000;
        var told = Enumerable.Range(0, stories).Select(static i => Article(i, 0).Title!.Trim())
            .Select(static t => (Title: t, Names: t.Split(' ').Chunk(2).Take(4).Select(static w => string.Join(' ',
                w)).ToArray())).ToArray();
        string[] places = ["Norway", "Bergen"];
        var before = EngineSpeed.LiveBytes();
        // Founded, then told of again, as when an article has joined.
        var describe = new double[2];
        for (var round = 0; round < describe.Length; round++)
        {
            var t0 = CpuClock.Now();
            for (var i = 0; i < stories; i++)
                index.Describe("story-" + i, told[i].Title, told[i].Names, places);
            describe[round] = (CpuClock.Now() - t0) / 1e3 / stories;
        }
        var memory = EngineSpeed.LiveBytes() - before;
        GC.KeepAlive(told);
        var times = new long[Measured];
        var found = new List<WordMatch>();
        var right = 0;
        for (var i = 0; i < Measured; i++)
        {
            var story = i * 7919 % stories;
            var own = told[story].Title.Split(' ');
            var common = new StringBuilder();
            Word(common, 1 + i % 200);
            var query = (i % 4) switch
            {
                0 => own[0],
                1 => $"{own[1]} {own[3]}",
                2 => $"{own[2]} {common} {own[4]}",
                _ => i % 8 == 3 ? "Norwegen" : common.ToString(),
            };
            var start = CpuClock.Now();
            index.Find(TextQuery.Read(query, static name => Gazetteer.BuiltIn.Find(name)?.Name), 100, found);
            times[i] = CpuClock.Now() - start;
            if (i % 4 == 3 || (found.Count > 0 && found.MaxBy(static m => m.Match).StoryId == "story-" + story))
                right++;
        }
        Array.Sort(times);
        EngineSpeed.Line($"       free text: describe {describe[0]:0.0} us a story, again {describe[1]:0.0}, {memory / 1024.0 / stories:0.00} KiB; search {times.Average() / 1e3:0} us (median {times[Measured / 2] / 1e3:0}, p99 {times[Measured * 99 / 100] / 1e3:0}), right {100.0 * right / Measured:0.0} %");
    }

    private static ArticleText Article(int story, int number)
    {
        var random = new Random(story * 100_003 + number);
        var text = new StringBuilder();
        for (var i = 0; i < WordsPerArticle; i++)
        {
            // One word in five is the story's own; the rest falls off as 1/rank.
            if (random.Next(5) == 0)
                Word(text, 1_000_000 + story * OwnWords + random.Next(OwnWords));
            else
                Word(text, (int)Math.Pow(CommonWords, random.NextDouble()));
            text.Append(i % 14 == 13 ? ". " : " ");
        }
        var title = new StringBuilder();
        for (var i = 0; i < 8; i++)
            Word(title.Append(' '), 1_000_000 + story * OwnWords + random.Next(OwnWords));
        return new ArticleText(title.ToString(), text.ToString(), "en", Start.AddSeconds(number));
    }

    private static void Word(StringBuilder text, int number)
    {
        const string Onsets = "bcdfgklmnprtvz";
        const string Vowels = "aeiou";
        do
        {
            text.Append(Onsets[number % Onsets.Length]).Append(Vowels[number / Onsets.Length % Vowels.Length]);
            number /= Onsets.Length * Vowels.Length;
        }
        while (number > 0);
        text.Append('k');
    }
}
