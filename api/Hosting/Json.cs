using Knowledge.Content;
using Knowledge.Indexer;

namespace Knowledge.Api.Hosting;

/// <summary>JSON over HTTP is the JSON of <c>kb</c>.</summary>
internal static class Json
{
    public static void AddJson(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => ContractJson.Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(openApi =>
            openApi.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Version = Product.Version;
                    return Task.CompletedTask;
                }
            )
        );
    }
}
