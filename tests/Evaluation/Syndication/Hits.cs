namespace StoryClustering.Evaluation.Syndication;

/// <summary>Verdicts against gold.</summary>
internal sealed class Hits
{
    public int Right { get; set; }
    public int Wrong { get; set; }
    public int Missed { get; set; }
    /// <summary>Gold does not say.</summary>
    public int LeftOut { get; set; }
    public int Gold => Right + Missed;
    public double? Precision => Right + Wrong == 0 ? null : (double)Right / (Right + Wrong);
    public double? Recall => Gold == 0 ? null : (double)Right / Gold;

    /// <summary>Counts one in; gold null: it does not say.</summary>
    public void Note(bool? gold, bool found)
    {
        switch (gold, found)
        {
            case (null, _):
                LeftOut++;
                break;
            case (true, true):
                Right++;
                break;
            case (true, false):
                Missed++;
                break;
            case (false, true):
                Wrong++;
                break;
        }
    }

    public void Add(Hits other)
    {
        Right += other.Right;
        Wrong += other.Wrong;
        Missed += other.Missed;
        LeftOut += other.LeftOut;
    }
}
