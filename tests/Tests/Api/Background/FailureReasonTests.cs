using Knowledge.Api.Background;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Background;

/// <summary>What people are told of a failure holds no names of types and no paths.</summary>
public sealed class FailureReasonTests
{
    public static TheoryData<Exception, string> Failures =>
        new()
        {
            { new FileNotFoundException("/secret"), "a file is missing" },
            { new UnauthorizedAccessException("/secret"), "access is denied" },
            { new PathTooLongException("/secret"), "the path is too long" },
            { new IOException("/secret", 28), "the disk is full" },
            { new IOException("/secret", unchecked((int)0x80070070)), "the disk is full" },
            { new IOException("/secret"), "input/output error" },
            { new TimeoutException("/secret"), "it took too long" },
            { new InvalidOperationException("/secret"), "an error inside Knowledge; the log has more" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Is_told_in_plain_words(Exception failure, string reason)
    {
        Assert.Equal(reason, FailureReason.Of(failure));
        Assert.Equal(Sentence(reason), StoreFailure.Sentence(failure));
        Assert.Equal(Sentence(reason), StoreFailure.Sentence(new StoreException("/secret", mayPass: true, failure)));
    }

    [Fact]
    public void The_store_has_reasons_of_its_own()
    {
        Assert.Equal(Sentence("disk full"), StoreFailure.Sentence(new SqliteException("/secret", 13)));
        Assert.DoesNotContain("/secret", StoreFailure.Sentence(new StoreException("/secret", mayPass: false)), StringComparison.Ordinal);
    }

    private static string Sentence(string reason) =>
        $"The store cannot be written ({reason}): unanswered searches and history are not kept until it can. Searches work.";
}
