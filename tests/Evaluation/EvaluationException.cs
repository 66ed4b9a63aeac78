namespace StoryClustering.Evaluation;

/// <summary>Something about the input or the arguments is wrong; the message says what and where.</summary>
internal sealed class EvaluationException(string message) : Exception(message);
