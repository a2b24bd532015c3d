using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Knowledge.Tests.Api.Ui;

/// <summary>
/// The product was walked through as a new user would, and 25 faults were written down. Each has a test with its number in its name,
/// where the thing itself is tested.
/// </summary>
public sealed partial class FaultNumbersTests
{
    [Fact]
    public void Each_of_the_twenty_five_faults_has_a_test_with_its_number()
    {
        var tested = typeof(FaultNumbersTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
            .Select(m => Number().Match(m.Name))
            .Where(m => m.Success)
            .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .Distinct()
            .Order();
        Assert.Equal(Enumerable.Range(1, 25), tested);
    }

    [GeneratedRegex("^Fault_([0-9]{2})_")]
    private static partial Regex Number();
}
