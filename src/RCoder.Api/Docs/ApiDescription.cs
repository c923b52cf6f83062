using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RCoder.Api.Http;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Json;

namespace RCoder.Api.Docs;

/// <summary><c>/openapi/v1.json</c>, and <c>/docs</c>, a page that shows it.</summary>
internal static partial class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Wire.Json);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ApiJson.Wire);
        });
        services.AddOpenApi("v1", options =>
        {
            // HEAD is GET without its body.
            options.ShouldInclude = operation => operation.HttpMethod != HttpMethods.Head;
            options.AddDocumentTransformer(Describe);
            options.AddOperationTransformer(Describe);
            options.AddSchemaTransformer(Describe);
        });
    }

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi().WithMetadata(new HttpMethodMetadata(ApiRoutes.Reading));
        DocsPage.Map(app);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RCoder",
            Version = typeof(ApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            Description = "Runs people's code in real time. Every error is a problem document (RFC 9457) whose `errors` lists all that is wrong, by field.",
        };
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            Plain(schema);
            foreach (var property in schema.Properties?.Values ?? [])
                Plain(property);
        }
        // The address it is read from is the address it is at.
        document.Servers = [];
        return Task.CompletedTask;
    }

    /// <summary>References to members, which the compiler's comments write with their types, as callers know them.</summary>
    private static void Plain(IOpenApiSchema schema)
    {
        if (schema.Description is { } words)
            schema.Description = Member().Replace(words, member => $"`{(member.Groups[1].Value == nameof(Outcome) ? member.Groups[2].Value : JsonNamingPolicy.CamelCase.ConvertName(member.Groups[2].Value))}`");
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().FirstOrDefault() is not { } said)
            return;
        operation.Parameters = [.. said.Parameters.Select(Parameter)];
        // Not by AcceptsMetadata: routing would answer 415 before the handler can say why.
        if (said.Body is var (type, mediaType, example))
        {
            IOpenApiSchema schema = await context.GetOrCreateSchemaAsync(type, null, ct);
            if (mediaType == "application/json" && context.Document is { } document)
            {
                document.AddComponent(type.Name, schema);
                schema = new OpenApiSchemaReference(type.Name, document);
            }
            var media = new OpenApiMediaType { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = media } };
        }
        foreach (var reply in said.Replies)
            Reply(operation, reply.Status, reply.Description, reply.MediaType, reply.Example);
        foreach (var status in said.Errors)
            Reply(operation, status, new Problems.ProblemException(status, "").Problem.Title, "application/problem+json", status == 422 ? Example.Problem : null);
    }

    private static void Reply(OpenApiOperation operation, int status, string description, string mediaType, string? example)
    {
        if (operation.Responses?[$"{status}"] is not OpenApiResponse response)
            return;
        response.Description = description;
        if (example is not null && response.Content is { } content)
            content[mediaType].Example = JsonNode.Parse(example);
    }

    private static IOpenApiParameter Parameter(Parameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.Place switch { "path" => ParameterLocation.Path, "query" => ParameterLocation.Query, _ => ParameterLocation.Header },
        Required = parameter.Place == "path",
        Description = parameter.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = parameter.Example,
    };

    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(ExecutionId) || type == typeof(ExecutionId?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^[0-9a-f]{32}$";
        }
        if (type == typeof(ExecutionRequest))
        {
            schema.Required?.Remove("files");
            schema.Properties!["source"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Short for files with one file; either of the two." };
            schema.AdditionalPropertiesAllowed = false;
        }
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"(?:\b[\w.]+\?? )?\b([A-Z]\w+)\.([A-Z]\w+)\b")]
    private static partial Regex Member();
}
