using System.Text.Json;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>
/// Every part of the style guide looks as in a kept picture. With KB_UPDATE_SNAPSHOTS=1 the pictures are taken anew: look at them
/// before you commit them. Another version of Chromium, or other fonts, draw everything a little differently: then nothing is compared.
/// </summary>
public sealed class StyleGuidePictureTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Of the pixels of a part so many may differ: the edges of letters are not drawn the same each time.</summary>
    private const double Tolerance = 0.002;

    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1";

    private sealed record Box(string Id, int X, int Y, int Width, int Height);

    private sealed record Kept(string DrawnBy, IReadOnlyList<Box> Parts);

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("phone", 390)]
    public async Task Every_part_looks_as_it_did(string name, int width)
    {
        var page = await browser.Open(
            "/styleguide",
            new()
            {
                ColorScheme = name == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = new() { Width = width, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        var folder = Path.Combine(Repository.Root, "tests/Tests/Api/Ui/pictures");
        var (picture, list) = (Path.Combine(folder, $"styleguide-{name}.png"), Path.Combine(folder, $"styleguide-{name}.json"));
        var now = new Kept(await DrawnBy(page), await PartsOf(page));
        Assert.True(now.Parts.Count > 15, $"{now.Parts.Count} parts");
        var taken = await page.ScreenshotAsync(
            new()
            {
                FullPage = true,
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
            }
        );
        if (IsUpdating)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(picture, taken, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                list,
                JsonSerializer.Serialize(now, JsonSerializerOptions.Web) + "\n",
                TestContext.Current.CancellationToken
            );
            return;
        }
        var kept = JsonSerializer.Deserialize<Kept>(
            await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken),
            JsonSerializerOptions.Web
        )!;
        Assert.SkipUnless(kept.DrawnBy == now.DrawnBy, $"The pictures were drawn by {kept.DrawnBy}, here it is {now.DrawnBy}.");
        Assert.Equal(kept.Parts.Select(p => p.Id), now.Parts.Select(p => p.Id));

        await page.GotoAsync("about:blank");
        var different = await page.EvaluateAsync<Dictionary<string, double>>(
            Compare,
            new
            {
                kept = Convert.ToBase64String(await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken)),
                now = Convert.ToBase64String(taken),
                parts = JsonSerializer.Serialize(
                    kept.Parts.Zip(
                        now.Parts,
                        (before, after) =>
                            new
                            {
                                before.Id,
                                before,
                                after,
                            }
                    ),
                    JsonSerializerOptions.Web
                ),
            }
        );
        var changed = different.Where(d => d.Value > Tolerance).Select(d => $"{d.Key}: {d.Value:P1}").ToList();
        if (changed.Count > 0)
        {
            var actual = Path.Combine(Path.Combine(Repository.Root, "artifacts"), $"styleguide-{name}.png");
            await File.WriteAllBytesAsync(actual, taken, TestContext.Current.CancellationToken);
            Assert.Fail(
                $"Parts look different ({string.Join(", ", changed)}). Compare {picture} with {actual}; if it should be so, run it again "
                    + "with KB_UPDATE_SNAPSHOTS=1 and commit the pictures."
            );
        }
    }

    private static async Task<IReadOnlyList<Box>> PartsOf(IPage page) =>
        JsonSerializer.Deserialize<IReadOnlyList<Box>>(
            await page.EvaluateAsync<string>(
                """
                () => JSON.stringify([...document.querySelectorAll("main section[id]")].map(e => {
                  const box = e.getBoundingClientRect();
                  return {
                    id: e.id, x: Math.round(box.x + scrollX), y: Math.round(box.y + scrollY),
                    width: Math.round(box.width), height: Math.round(box.height),
                  };
                }))
                """
            ),
            JsonSerializerOptions.Web
        )!;

    // Letters of these widths are of the same fonts.
    private static async Task<string> DrawnBy(IPage page) =>
        $"Chromium {page.Context.Browser!.Version}, "
        + await page.EvaluateAsync<string>(
            """
            () => {
              const pen = document.createElement("canvas").getContext("2d");
              const style = getComputedStyle(document.documentElement);
              return ["--sans", "--mono"].map(name => {
                pen.font = `600 100px ${style.getPropertyValue(name)}`;
                return Math.round(pen.measureText("Knowledge 0123456789 ✓▲").width);
              }).join("/");
            }
            """
        );

    // The share of pixels that differ clearly, part by part; all of them where a part has another size.
    private const string Compare = """
        async ({ kept, now, parts }) => {
          const pixels = async base64 => {
            const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const pen = canvas.getContext("2d", { willReadFrequently: true });
            pen.drawImage(image, 0, 0);
            return pen;
          };
          const [a, b] = [await pixels(kept), await pixels(now)];
          const found = {};
          for (const { id, before, after } of JSON.parse(parts)) {
            if (Math.abs(before.width - after.width) > 1 || Math.abs(before.height - after.height) > 1) { found[id] = 1; continue; }
            const [width, height] = [Math.min(before.width, after.width), Math.min(before.height, after.height)];
            const [x, y] = [a.getImageData(before.x, before.y, width, height).data, b.getImageData(after.x, after.y, width, height).data];
            let different = 0;
            for (let i = 0; i < x.length; i += 4)
              if (Math.abs(x[i] - y[i]) + Math.abs(x[i + 1] - y[i + 1]) + Math.abs(x[i + 2] - y[i + 2]) > 60) different++;
            found[id] = different / (width * height);
          }
          return found;
        }
        """;
}
