namespace RCoder.Integration.Configuration;

public sealed class ReferenceTests
{
    [Fact]
    public void The_reference_is_that_of_the_code()
    {
        var path = Path.Combine(Reference.Root, "docs", "configuration.md");
        var written = Reference.Write();
        if (Environment.GetEnvironmentVariable("GOLDEN_WRITE") == "1")
            File.WriteAllText(path, written);
        Assert.Equal(File.ReadAllText(path), written);
    }

    [Fact]
    public void No_section_is_left_out()
    {
        var written = Reference.Write();
        Assert.All(Reference.SectionsInCode(), section => Assert.Contains($"\n## {section}\n", written, StringComparison.Ordinal));
    }
}
