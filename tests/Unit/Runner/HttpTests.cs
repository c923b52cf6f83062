using System.Text;
using RCoder.Runner.Http;

namespace RCoder.Unit.Runner;

public sealed class HttpTests
{
    [Fact]
    public void A_head_is_read_when_all_of_it_is_there()
    {
        const string text = "POST /stdin?eof&from=7 HTTP/1.1\r\nHost: runner\r\nauthorization: bearer  s3cret \r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
        for (var length = 0; length < text.IndexOf("hello", StringComparison.Ordinal); length++)
            Assert.Null(RequestHead.Read(Encoding.ASCII.GetBytes(text[..length])));
        var head = RequestHead.Read(Encoding.ASCII.GetBytes(text))!;
        Assert.Equal(("POST", "/stdin", 5L, "s3cret", false), (head.Method, head.Path, head.Length, head.Bearer, head.KeepAlive));
        Assert.Equal(("", "7", null), (head.Parameter("eof"), head.Parameter("from"), head.Parameter("none")));
    }

    [Theory]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: nameless\r\n\r\n")]
    public void What_is_not_http_is_an_error(string text) =>
        Assert.Throws<FormatException>(() => RequestHead.Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_head_without_end_is_an_error() =>
        Assert.Throws<FormatException>(() => RequestHead.Read(new byte[RequestHead.Longest + 1]));

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("2;name=value\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n", "hello")]
    [InlineData("0\r\n\r\n", "")]
    public void A_chunked_body_is_read_when_all_of_it_is_there(string text, string body)
    {
        var head = RequestHead.Read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"u8)!;
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var length = 0; length < bytes.Length; length++) Assert.Null(RequestBody.Read(head, bytes.AsSpan(0, length)));
        var (read, used) = RequestBody.Read(head, [.. bytes, (byte)'G'])!.Value;
        Assert.Equal((body, bytes.Length), (Encoding.ASCII.GetString(read), used));
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("\r\n\r\n")]
    public void A_chunk_without_a_size_is_an_error(string text)
    {
        var head = RequestHead.Read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"u8)!;
        Assert.Throws<FormatException>(() => RequestBody.Read(head, Encoding.ASCII.GetBytes(text)));
    }
}
