using System.Diagnostics;
using Lucene.Net.Codecs;
using Lucene.Net.Index;
using Lucene.Net.Store;

namespace Knowledge.Indexer.Archive;

/// <summary>Looks whether the files of an index are as they were written: power loss can damage them.</summary>
/// <remarks>
/// Each file ends with a checksum of itself. The small ones, without which nothing can be read, come first; large ones are read
/// as far as time allows, and at the end what was not read has at least its length.
/// </remarks>
internal static class ArchiveIntegrity
{
    private const int FooterBytes = 16;

    /// <param name="within">Time for reading files.</param>
    /// <param name="known">Files that were found whole before, by name and length: they are written once.</param>
    /// <returns>The files that are whole.</returns>
    /// <exception cref="CorruptIndexException">A file is damaged.</exception>
    /// <exception cref="IOException">A file is missing or cut off.</exception>
    public static IReadOnlySet<(string, long)> Check(NIOFSDirectory files, TimeSpan within, IReadOnlySet<(string, long)> known)
    {
        var started = Stopwatch.GetTimestamp();
        var commit = new SegmentInfos();
        commit.Read(files);
        var whole = new HashSet<(string, long)>();
        foreach (var (name, length) in commit.GetFiles(files, false).Select(f => (f, files.FileLength(f))).OrderBy(f => f.Item2))
        {
            if (length < FooterBytes)
                throw new CorruptIndexException($"{name} is cut off");
            if (!known.Contains((name, length)))
            {
                if (Stopwatch.GetElapsedTime(started) > within)
                    continue;
                using var input = files.OpenInput(name, IOContext.READ_ONCE);
                CodecUtil.ChecksumEntireFile(input);
            }
            whole.Add((name, length));
        }
        return whole;
    }
}
