using System.Text;
using RCoder.Runner.Outputs;

namespace RCoder.Unit.Runner;

public sealed class OutputBufferTests
{
    [Fact]
    public void What_follows_a_silence_is_due_at_once_and_the_rest_in_windows()
    {
        var buffer = new OutputBuffer(1000);
        buffer.Append("a"u8);
        Assert.Equal("a", Text(buffer.Take(100, end: false)));
        buffer.Append("b"u8);
        Assert.Equal(100 + OutputBuffer.WindowMs, buffer.DueAt);
        Assert.Equal("", Text(buffer.Take(101, end: false)));
        buffer.Append("c"u8);
        Assert.Equal("bc", Text(buffer.Take(100 + OutputBuffer.WindowMs, end: false)));
        Assert.Null(buffer.DueAt);
    }

    [Fact]
    public void A_full_piece_does_not_wait_for_its_window()
    {
        var buffer = new OutputBuffer(long.MaxValue);
        buffer.Append("a"u8);
        buffer.Take(100, end: false);
        buffer.Append(new byte[OutputBuffer.LargestPiece]);
        Assert.Equal(OutputBuffer.LargestPiece, buffer.Take(100, end: false).Length);
    }

    [Fact]
    public void Text_cut_anywhere_comes_out_in_whole_characters()
    {
        const string text = "aäß€漢😀z";
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var buffer = new OutputBuffer(1000);
            buffer.Append(bytes.AsSpan(0, cut));
            var first = Text(buffer.Take(0, end: false));
            buffer.Append(bytes.AsSpan(cut));
            var second = Text(buffer.Take(1000, end: true));
            Assert.DoesNotContain('\uFFFD', first + second);
            Assert.Equal(text, first + second);
        }
    }

    [Fact]
    public void Bytes_that_are_no_characters_are_not_held_back()
    {
        var buffer = new OutputBuffer(1000);
        buffer.Append([0x80, 0x80, 0x80, 0xFF]);
        Assert.Equal(4, buffer.Take(0, end: false).Length);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(2, "a")]
    [InlineData(3, "aä")]
    public void The_limit_cuts_before_the_character_that_it_cuts_through(long limit, string kept)
    {
        var buffer = new OutputBuffer(limit);
        buffer.Append("aäb"u8);
        Assert.True(buffer.Truncated);
        buffer.Append("more"u8);
        Assert.Equal(kept, Text(buffer.Take(0, end: true)));
    }

    [Fact]
    public void A_stream_of_exactly_the_limit_is_not_cut()
    {
        var buffer = new OutputBuffer(4);
        buffer.Append("abcd"u8);
        Assert.False(buffer.Truncated);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
