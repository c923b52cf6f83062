using RCoder.Runtimes.Local;

namespace RCoder.Unit.Runtimes;

public sealed class VersionTextTests
{
    [Theory]
    [InlineData("Python 3.11.2", "3.11.2")]
    [InlineData("v20.19.2\n", "20.19.2")]
    [InlineData("GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15")]
    [InlineData("12.2.0", "12.2.0")]
    [InlineData("openjdk version \"17.0.15\" 2025-04-15", "17.0.15")]
    [InlineData("openjdk version \"21\" 2023-09-19", "21.0.0")]
    [InlineData("go version go1.24.4 linux/amd64", "1.24.4")]
    [InlineData("ruby 3.3.8 (2025-04-09 revision b200bad6cd) [x86_64-linux-gnu]", "3.3.8")]
    [InlineData("Lua 5.4  Copyright (C) 1994-2023", "5.4.0")]
    [InlineData("2024.09", "2024.9.0")]
    [InlineData("no version", null)]
    public void The_version_is_found_and_completed(string text, string? version) => Assert.Equal(version, VersionText.Find(text));
}
