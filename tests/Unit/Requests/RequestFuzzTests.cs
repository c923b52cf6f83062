using System.Text;
using RCoder.Contracts.Requests;
using RCoder.Unit.Runtimes;

namespace RCoder.Unit.Requests;

public sealed class RequestFuzzTests
{
    private const string Good =
        """{"language":"python@^3","files":[{"name":"a/b.py","content":"print(\"\u00e9\")"},{"content":"AAEC","encoding":"base64"}],"stdin":"x\n","interactive":true,"args":["-v",""],"env":{"A_B":"1"},"limits":{"wallMs":1000,"processes":4,"onOutput":"kill"},"deadlineMs":5000,"version":null}""";

    private static readonly string[] Pieces =
        ["\\ud800", "\\u0000", "\0", "null", "[[[[[[[[", "{", "}", "\"", ",", "1e999", "-1", "9223372036854775808", "\uFEFF", "😀", "../", "\"\":", "true", "\"files\":[]", "//"];

    [Fact]
    public void Whatever_the_bytes_reading_and_checking_never_throws()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 20_000; round++)
        {
            var body = Mutated(random);
            try
            {
                var (request, problems) = RequestReader.Read(body);
                Assert.Equal(request is null, problems.Malformed);
                if (request is not null)
                    RequestValidator.Validate(request, round % 2 == 0 ? Some.Runtime("python", "3.11.2") : null, problems);
                Assert.All(problems.ToDictionary(), field => Assert.NotEmpty(field.Value));
                Assert.Equal(request is null, ExecuteReader.Read(body).Request is null);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"round {round}: {error}\n{Convert.ToBase64String(body)}");
            }
        }
    }

    [Theory]
    [InlineData("args", "\"\",")]
    [InlineData("files", "{},")]
    [InlineData("args", "\"\\ud800\",")]
    [InlineData("files", "0,")]
    public void A_body_full_of_problems_is_answered_with_a_bounded_number_of_them(string field, string item)
    {
        var items = new StringBuilder();
        while (items.Length + item.Length < RequestBounds.BodyBytes - 100)
            items.Append(item);
        var body = $$"""{"language":"python","source":"","{{field}}":[{{items.ToString().TrimEnd(',')}}]}""";

        var (request, problems) = RequestReader.Read(Encoding.UTF8.GetBytes(body));
        RequestValidator.Validate(request!, null, problems);

        Assert.False(problems.IsEmpty);
        Assert.InRange(problems.ToDictionary().Sum(problem => problem.Value.Length), 1, Problems.Most + 1);
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(Good));
        for (var edits = random.Next(1, 6); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 40)).ToArray()); break;
            }
        }
        return [.. bytes];
    }
}
