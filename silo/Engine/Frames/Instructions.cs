using System.Buffers;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Sentences that speak to a language model instead of to readers. They are dropped where articles are read, whether there is a model or not: no page
/// shows them, and no prompt carries them. An article about such attacks loses the sentences that quote them.
/// </summary>
internal static class Instructions
{
    private static readonly SearchValues<string> Phrases = SearchValues.Create(
        [
            "ignore all previous", "ignore previous", "ignore the previous", "ignore any previous", "ignore all prior", "ignore prior", "ignore the above", "ignore all instructions",
            "ignore your instructions", "ignore these instructions", "ignore all other instructions", "disregard previous", "disregard all", "disregard the above", "disregard your", "disregard prior",
            "forget previous instructions", "forget all previous", "forget your instructions", "override your instructions", "system prompt", "system message", "system:", "assistant:",
            "new instructions:", "you are an ai", "you are now a", "you are chatgpt", "as an ai language model", "as a language model", "as an ai assistant", "when summarizing this", "when summarising this",
            "if you are an ai", "if you are a language model", "attention ai", "note to ai", "note to llm", "instructions for ai", "do not summarize", "do not summarise", "output only", "respond only with",
            "reply only with", "<|", "|>", "[inst]", "[/inst]", "<system", "</system", "<assistant", "<instructions", "### instruction", "begin prompt", "end of prompt", "jailbreak mode",
            "ignoriere alle", "ignoriere die vorherigen", "ignorieren sie alle", "vergiss alle vorherigen", "ignorez toutes", "ignore toutes les instructions", "ignorez les instructions",
            "ignora todas las", "ignora las instrucciones", "ignore as instru", "ignore todas as", "ignora tutte le", "ignora le istruzioni", "negeer alle", "negeer de vorige", "ignorera alla", "ignorera tidigare",
            "игнорируй", "игнорируйте все", "забудь все предыдущие",
        ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a sentence speaks to a model.</summary>
    public static bool Is(ReadOnlySpan<char> sentence) => sentence.ContainsAny(Phrases);
}
