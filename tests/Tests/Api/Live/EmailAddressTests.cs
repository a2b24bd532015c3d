using CsCheck;
using Knowledge.Api.Live;

namespace Knowledge.Tests.Api.Live;

public sealed class EmailAddressTests
{
    private static readonly string Label = new('a', 63);

    public static TheoryData<string> Addresses =>
        [
            "ada@example.org",
            "Ada.Lovelace+search@mail.example.org",
            "o'brien@x-y.example",
            "root@localhost",
            "a=b/c@1.example",
            new string('a', 64) + "@example.org",
            $"a@{Label}.example",
            $"{new string('a', 60)}@{Label}.{Label}.{Label}.a",
        ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_is_taken_as_it_is(string address)
    {
        Assert.Equal(address, EmailAddress.Of(address));
        Assert.Equal(address, EmailAddress.Of($" {address}\n"));
    }

    public static TheoryData<string> Others =>
        [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@example..org",
            "ada@-example.org",
            "ada@example-.org",
            "ada@exam_ple.org",
            ".ada@example.org",
            "ada.@example.org",
            "a..b@example.org",
            "ada@example.org, eve@example.org",
            "ada@example.org eve@example.org",
            "Ada <ada@example.org>",
            "<ada@example.org>",
            "\"a b\"@example.org",
            "ada@example.org\r\nBcc: eve@example.org",
            "ada\r\n@example.org",
            "ada@example.org\0",
            "ada@[192.0.2.1]",
            "ädä@example.org",
            "ada@exämple.org",
            "ada@eve@example.org",
            "person-a1b2c3",
            new string('a', 65) + "@example.org",
            $"a@{Label}a.example",
            $"{new string('a', 61)}@{Label}.{Label}.{Label}.a",
        ];

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_none_or_more_than_one_is_none(string text) => Assert.Null(EmailAddress.Of(text));

    [Fact]
    public void No_text_is_no_address() => Assert.Null(EmailAddress.Of(null));

    [Fact]
    public void Nothing_that_is_taken_holds_a_sign_that_ends_a_header_or_an_address() =>
        Gen.String[Gen.Char["ab.@-+<>,;: \r\n\t\0\"é"], 0, 12]
            .Sample(
                text => EmailAddress.Of(text)?.IndexOfAny(['\r', '\n', '\t', '\0', ' ', '<', '>', ',', ';', ':', '"', 'é']) is null or -1,
                iter: 20_000
            );
}
