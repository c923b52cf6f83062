using System.Runtime.CompilerServices;

namespace RCoder.Unit.Golden;

/// <summary>Files beside this one. With GOLDEN_WRITE=1 in the environment, what is expected is written and not compared: read the diff.</summary>
internal static class GoldenFolder
{
    public static string PathOf(string folder, string file) => Path.Combine(Here(), folder, file);

    /// <summary>The names of the cases of a folder: all files that end in <paramref name="ending"/>, without it.</summary>
    public static TheoryData<string> Cases(string folder, string ending) =>
        [.. Directory.EnumerateFiles(PathOf(folder, ""), "*" + ending).Select(path => Path.GetFileName(path)[..^ending.Length]).Order(StringComparer.Ordinal)];

    public static void Expect(string folder, string file, string actual) => Expect(PathOf(folder, file), actual);

    public static void Expect(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("GOLDEN_WRITE") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is not there; GOLDEN_WRITE=1 writes it");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
