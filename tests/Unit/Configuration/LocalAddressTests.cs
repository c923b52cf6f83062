using RCoder.Configuration;

namespace RCoder.Unit.Configuration;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    public void An_address_of_this_machine_can_be_listened_on(string address) => Assert.True(new LocalAddressAttribute().IsValid(address));

    [Theory]
    [InlineData("::::")]
    [InlineData("1.2")]
    [InlineData("127.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("127.0.0.1:80")]
    [InlineData("localhost")]
    [InlineData("192.0.2.1")] // TEST-NET-1: nobody's.
    public void What_is_no_address_of_this_machine_is_refused(string address) => Assert.False(new LocalAddressAttribute().IsValid(address));
}
