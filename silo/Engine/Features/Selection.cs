namespace StoryClustering.Engine.Features;

/// <summary>Selection of the largest of many numbers without sorting them all.</summary>
internal static class Selection
{
    /// <summary>Reorders <paramref name="values"/> (distinct numbers) so that the <paramref name="count"/> largest come first, in any order.</summary>
    public static void LargestFirst(Span<ulong> values, int count)
    {
        var low = 0;
        var high = values.Length - 1;
        while (low < high)
        {
            // Median of three: the inputs are often nearly sorted.
            var middle = low + (high - low) / 2;
            var pivot = Median(values[low], values[middle], values[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                    i++;
                while (values[j] < pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (count - 1 <= j)
                high = j;
            else if (count - 1 >= i)
                low = i;
            else
                return;
        }
    }

    private static ulong Median(ulong a, ulong b, ulong c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
