using System.Net;
using RCoder.Runner.Http;
using RCoder.Runner.Serving;

namespace RCoder.Unit.Runner;

/// <summary>Who may ask a runner for what.</summary>
public sealed class AdmissionTests
{
    [Theory]
    [InlineData("GET /state", "pool", true)]
    [InlineData("GET /state", "other", false)]
    [InlineData("GET /state", null, false)]
    [InlineData("POST /claim", "pool", true)]
    [InlineData("POST /claim", null, false)]
    [InlineData("POST /retire", "pool", true)]
    [InlineData("POST /retire", null, false)]
    [InlineData("GET /events", "pool", false)]
    [InlineData("POST /done", "", false)]
    [InlineData("GET /other", null, false)]
    public void Nothing_is_told_without_the_pools_token_and_nothing_of_an_execution_without_its_secret(string request, string? bearer, bool admitted)
    {
        var routes = new Routes("pool", _ => throw new NotSupportedException());
        Assert.Equal(admitted, routes.Admit(Head(request, bearer)) is null);
    }

    [Theory]
    [InlineData("GET /state", true)]
    [InlineData("POST /claim", true)]
    [InlineData("GET /events", false)]
    public void Without_a_pools_token_it_is_the_socket_that_tells_who_may(string request, bool admitted)
    {
        var routes = new Routes(null, _ => throw new NotSupportedException());
        Assert.Equal(admitted, routes.Admit(Head(request, null)) is null);
    }

    [Theory]
    [InlineData("10.213.7.158", "10.213.7.158", true)]
    [InlineData("10.213.7.158", "10.213.7.157", false)]
    [InlineData("10.213.7.158", "::ffff:10.213.7.158", true)]
    [InlineData("10.213.7.158", "::10.213.7.158", false)]
    [InlineData(" fd00::1 , 10.0.0.1,", "fd00::1", true)]
    [InlineData("fd00::1,10.0.0.1", "10.0.0.1", true)]
    [InlineData("fd00::1,10.0.0.1", "fd00::2", false)]
    public void Of_those_who_connect_only_the_callers_are_listened_to(string callers, string address, bool included)
    {
        var who = new IPEndPoint(IPAddress.Parse(address), 4711).Serialize();
        Assert.Equal(included, Callers.Parse(callers)!.Include(who.Buffer.Span));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" , ")]
    public void Where_no_caller_is_told_of_everybody_may_connect(string? callers) => Assert.Null(Callers.Parse(callers));

    [Theory]
    [InlineData("dispatcher")]
    [InlineData("10.0.0.1,10.0.0.0/8")]
    public void A_caller_that_is_no_address_is_an_error(string callers) => Assert.Throws<FormatException>(() => Callers.Parse(callers));

    private static RequestHead Head(string request, string? bearer) => RequestHead.Read(System.Text.Encoding.ASCII.GetBytes(
        $"{request} HTTP/1.1\r\n{(bearer is null ? "" : $"Authorization: Bearer {bearer}\r\n")}\r\n"))!;
}
