using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>What the browser keeps of a text that is being written.</summary>
public sealed class EditorMemoryTests(EveryPage pages) : IClassFixture<EveryPage>
{
    [Fact]
    public async Task Fault_24_what_was_saved_is_not_offered_back_and_a_date_is_written_as_everywhere()
    {
        var edit = pages.Told("/postmortems/{draft}/edit");
        var page = await pages.Browser.Open(edit);
        // Nothing was typed: there is nothing to bring back.
        Assert.Equal(0, await Offers(page).CountAsync());
        await page.Locator("[name='field.title']").FillAsync("For everyone, saved");
        await page.Locator("#autosave").GetByText("Saved at").WaitForAsync();
        await page.ReloadAsync();
        Assert.Equal(0, await Offers(page).CountAsync());

        // The line is down: what was typed is offered, with a time that nobody can take for another.
        await page.RouteAsync("**/edit", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        await page.Locator("[name='field.title']").FillAsync("For everyone, not saved");
        await page.Locator("#autosave").GetByText("cannot be reached").WaitForAsync();
        var again = await page.Context.NewPageAsync();
        await again.GotoAsync(pages.Browser.Address + edit);
        Assert.Matches(@"typed here at \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC", await Offers(again).InnerTextAsync());
        await Offers(again).ClickAsync();
        Assert.Equal("For everyone, not saved", await again.Locator("[name='field.title']").InputValueAsync());
    }

    private static ILocator Offers(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Restore" });
}
