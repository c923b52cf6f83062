using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RCoder.Integration.Api;

/// <summary>What tests of the API say to it.</summary>
public abstract class ApiTests
{
    private readonly ApiFixture fixture;

    protected ApiTests(ApiFixture fixture)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        this.fixture = fixture;
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal ScriptedDispatcher Dispatcher => fixture.Dispatcher;

    internal ApiHost Api => fixture.Api;

    internal Task<ApiHost> NewApiAsync(params (string Name, string Value)[] settings) => fixture.NewApiAsync(settings);

    internal Task<ApiHost> NewApiAsync(bool ready, params (string Name, string Value)[] settings) => fixture.NewApiAsync(ready, settings);

    internal static string Program(string script, bool interactive = false) =>
        new JsonObject { ["language"] = "py", ["source"] = script, ["interactive"] = interactive }.ToJsonString();

    internal static async Task<Answer> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var answer = await client.SendAsync(request, Ct);
        return await Answer.OfAsync(answer, Ct);
    }

    internal Task<Answer> PostAsync(string body, params (string Name, string Value)[] headers) => PostAsync(Api.Client, body, headers);

    internal static Task<Answer> PostAsync(HttpClient client, string body, params (string Name, string Value)[] headers) =>
        SendAsync(client, HttpMethod.Post, "/v1/executions", Json(body), headers);

    internal Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(Api.Client, HttpMethod.Get, path, null, headers);

    internal static HttpContent Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    internal static HttpContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>Starts a program and returns its id.</summary>
    internal async Task<string> StartAsync(string script, bool interactive = false)
    {
        var accepted = await PostAsync(Program(script, interactive));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        return accepted.Text("id");
    }

    /// <summary>The result of an execution, when it has one.</summary>
    internal static async Task<Answer> ResultAsync(HttpClient client, string id)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var answer = await SendAsync(client, HttpMethod.Get, $"/v1/executions/{id}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            if (answer.Text("state") == "finished")
                return answer;
            await again.WaitForNextTickAsync(Ct);
        }
    }
}
