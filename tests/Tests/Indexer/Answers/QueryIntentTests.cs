using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

public sealed class QueryIntentTests
{
    [Theory]
    [InlineData("who do I call at night", QueryIntent.Person)]
    [InlineData("Whom can I ask about the feed handler?", QueryIntent.Person)]
    [InlineData("who owns the ticker loader", QueryIntent.Person)]
    [InlineData("who is on call", QueryIntent.Person)]
    [InlineData("on-call", QueryIntent.Person)]
    [InlineData("phone number of the data team", QueryIntent.Person)]
    [InlineData("how do I restart the server", QueryIntent.HowTo)]
    [InlineData("restart the server", QueryIntent.HowTo)]
    [InlineData("please restart the server", QueryIntent.HowTo)]
    [InlineData("How to rotate a secret?", QueryIntent.HowTo)]
    [InlineData("where can I read the procedures", QueryIntent.HowTo)]
    [InlineData("what is a multicast group?", QueryIntent.Meaning)]
    [InlineData("what does KubePodCrashLooping mean", QueryIntent.Meaning)]
    [InlineData("meaning of rows_read", QueryIntent.Meaning)]
    // Problems.
    [InlineData("dashboards are empty, who do I call?", QueryIntent.Problem)]
    [InlineData("empty dashboard", QueryIntent.Problem)]
    [InlineData("restart loop of the pod", QueryIntent.Problem)]
    [InlineData("start the job fails", QueryIntent.Problem)]
    [InlineData("remove the lock fails with an error", QueryIntent.Problem)]
    [InlineData("what is wrong with the charts", QueryIntent.Problem)]
    [InlineData("what is down", QueryIntent.Problem)]
    [InlineData("the contact form is broken", QueryIntent.Problem)]
    [InlineData("who deleted my files", QueryIntent.Problem)]
    [InlineData("how do I\nread this", QueryIntent.Problem)]
    [InlineData("", QueryIntent.Problem)]
    public void Questions_for_a_person_a_procedure_or_a_word_are_told_from_problems(string query, object intent) =>
        Assert.Equal((QueryIntent)intent, QueryIntents.Of(query));

    [Fact]
    public void Of_a_long_text_nothing_but_the_problem_is_asked() =>
        Assert.Equal(QueryIntent.Problem, QueryIntents.Of("who do I call " + new string('x', 200)));
}
