using System.Text;
using RCoder.Runner.Http;

namespace RCoder.Unit.Runner;

public sealed class HttpTests
{
    private static readonly RequestHead Chunked = RequestHead.Read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"u8)!;

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
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: nameless\r\n\r\n")]
    public void What_is_not_http_is_an_error(string text) =>
        Assert.Throws<FormatException>(() => RequestHead.Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_head_without_end_is_an_error() =>
        Assert.Throws<FormatException>(() => RequestHead.Read(new byte[RequestHead.Longest]));

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(5_000, 4)]
    public void A_head_with_too_much_in_it_is_an_error_though_it_ends(int headers, int length)
    {
        var lines = string.Concat(Enumerable.Repeat($"a: {new string('b', length)}\r\n", headers));
        Assert.Throws<FormatException>(() => RequestHead.Read(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{lines}\r\n")));
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("2;name=value\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n", "hello")]
    [InlineData("0\r\n\r\n", "")]
    public void A_chunked_body_is_read_when_all_of_it_is_there(string text, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var length = 0; length < bytes.Length; length++) Assert.Null(RequestBody.Read(Chunked, bytes.AsSpan(0, length)));
        var (read, used) = RequestBody.Read(Chunked, [.. bytes, (byte)'G'])!.Value;
        Assert.Equal((body, bytes.Length), (Encoding.ASCII.GetString(read), used));
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("80000000\r\n")]
    [InlineData("ffffffff\r\n")]
    [InlineData("ffffffffffffffffff\r\n")]
    [InlineData("7fffffff\r\n")]
    [InlineData("7ffffff0\r\nhello")]
    [InlineData("1000001\r\n")]
    [InlineData("5\r\nhello\r\n7fffffff\r\n")]
    [InlineData("5\r\nhello\r\nfffffc\r\n")]
    [InlineData("5\r\nhello, world\r\n")]
    public void A_chunk_that_can_be_none_is_an_error(string text)
    {
        Assert.Throws<FormatException>(() => RequestBody.Read(Chunked, Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\r\n")]
    public void A_line_of_a_chunked_body_has_an_end_or_is_an_error(string before)
    {
        Assert.Null(RequestBody.Read(Chunked, Encoding.ASCII.GetBytes(before + new string('1', 1000))));
        Assert.Throws<FormatException>(() => RequestBody.Read(Chunked, Encoding.ASCII.GetBytes(before + new string('1', 2000))));
    }

    [Fact]
    public void No_bytes_are_anything_but_a_request_a_part_of_one_or_an_error()
    {
        var random = new Random(17);
        string[] pieces = ["GET ", "/", " HTTP/1.1", "\r\n", "\r\n\r\n", ":", "Content-Length: ", "Transfer-Encoding: chunked", "7fffffff", "-1", "0", ";", "\0", "\u00ff", "Expect: 100-continue"];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => pieces[random.Next(pieces.Length)])));
            try
            {
                if (RequestHead.Read(bytes) is { Length: < 100 } head)
                    _ = RequestBody.Read(head, bytes.AsSpan(head.Bytes));
                _ = RequestBody.Read(Chunked, bytes);
            }
            catch (FormatException)
            {
                // What it is to be.
            }
        }
    }
}
