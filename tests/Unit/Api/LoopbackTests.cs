using Microsoft.AspNetCore.Http;
using RCoder.Api.Http;

namespace RCoder.Unit.Api;

public sealed class LoopbackTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LocalHost:8080", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:3000", true)]
    [InlineData("127.8.9.10:1", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::1]:3000", true)]
    [InlineData("", false)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:8080", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("127.0.0.1.nip.io:8080", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("0.0.0.0:8080", false)]
    [InlineData("[::]:8080", false)]
    [InlineData("[::2]", false)]
    public void A_name_of_loopback_is_one_that_no_DNS_server_decides(string host, bool loopback) =>
        Assert.Equal(loopback, LoopbackNames.Has(new HostString(host)));

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://127.0.0.2:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://192.168.1.2:8080", false)]
    public void An_address_that_is_listened_on_is_loopback_or_is_not(string address, bool loopback) =>
        Assert.Equal(loopback, LoopbackNames.IsOf(address));
}
