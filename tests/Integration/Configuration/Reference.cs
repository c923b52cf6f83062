using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using RCoder.Api;
using RCoder.Dispatcher;
using RCoder.Dispatcher.Sandboxes.Local;
using RCoder.Dispatcher.Sandboxes.Static;
using RCoder.Hosting;
using RCoder.Hosting.Health;
using RCoder.Kubernetes.Connecting;
using RCoder.Kubernetes.Executions;
using RCoder.Kubernetes.Leading;
using RCoder.Messaging.Kafka;
using RCoder.Operator;

namespace RCoder.Integration.Configuration;

/// <summary>docs/configuration.md, written from the options classes: names and defaults by reflection, words from their comments.</summary>
internal static partial class Reference
{
    private const string Head = """
        # Configuration

        Written by the test ReferenceTests from the options classes: change those, then GOLDEN_WRITE=1.

        A setting comes from `appsettings.json` beside the program, then from the environment, then from arguments; the
        later wins. `Kafka:JobPartitions` is `RCODER_Kafka__JobPartitions` in the environment and `--Kafka:JobPartitions=8`
        as an argument; a list's first is `RCODER_Api__AllowedOrigins__0`. `KAFKA_BOOTSTRAP_SERVERS` is heard too. All that
        is wrong is told at once, at the start.

        Besides: `Logs:Format` is `Auto` (text where a person reads along, else JSON), `Text` or `Json`; levels are
        `Logging:LogLevel:…`, as in ASP.NET.

        """;

    private static readonly (string Section, Type Options, string Roles)[] Sections =
    [
        (KafkaOptions.Section, typeof(KafkaOptions), "all"),
        (ServeOptions.Section, typeof(ServeOptions), "serve, api"),
        (ApiOptions.Section, typeof(ApiOptions), "serve, api"),
        (DispatcherOptions.Section, typeof(DispatcherOptions), "serve, dispatcher"),
        (LocalCatalogueOptions.Section, typeof(LocalCatalogueOptions), "serve"),
        (LocalSandboxOptions.Section, typeof(LocalSandboxOptions), "serve"),
        (StaticSandboxOptions.Section, typeof(StaticSandboxOptions), "dispatcher with Dispatcher:Sandboxes Static"),
        (OperatorOptions.Section, typeof(OperatorOptions), "operator"),
        ("Leadership", typeof(LeadershipOptions), "operator"),
        (ExecutionsOptions.Section, typeof(ExecutionsOptions), "dispatcher, operator"),
        (KubernetesOptions.Section, typeof(KubernetesOptions), "dispatcher, operator"),
        (MetricsOptions.Section, typeof(MetricsOptions), "dispatcher, operator"),
    ];

    public static string Root { get; } = FindRoot();

    public static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var (section, type, roles) in Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\nRoles: {roles}.\n\n| setting | default | |\n|---|---|---|\n");
            var source = SourceOf(type);
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(IsSetting))
                text.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | {Shown(property, defaults)} | {WordsOf(property, source)} |\n");
        }
        return text.ToString();
    }

    /// <summary>Every section that the code reads.</summary>
    public static IEnumerable<string> SectionsInCode() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*Options.cs", SearchOption.AllDirectories)
            .Select(file => SectionName().Match(File.ReadAllText(file))).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static bool IsSetting(PropertyInfo property) => property.SetMethod is { IsPublic: true };

    private static string Shown(PropertyInfo property, object defaults) => property.GetValue(defaults) switch
    {
        null or "" => "",
        // Another on every machine.
        _ when property.Name is "Identity" or "Folder" && property.DeclaringType != typeof(LocalCatalogueOptions) && property.DeclaringType != typeof(StaticSandboxOptions) => "*by the machine*",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        IEnumerable => "",
        IFormattable value => $"`{value.ToString(null, CultureInfo.InvariantCulture)}`",
        var other => $"`{other}`",
    };

    private static string WordsOf(PropertyInfo property, string source)
    {
        var match = Regex.Match(source, $@"((?:^[ \t]*///.*\n)+)(?:^[ \t]*\[.*\n)*^[ \t]*public [^\n(]*\b{property.Name} \{{", RegexOptions.Multiline);
        if (!match.Success)
            return "";
        var words = CommentStart().Replace(match.Groups[1].Value, "");
        words = Regex.Replace(words, @"<see cref=""(?:\w+\.)*(\w+)""\s*/>", "`$1`");
        words = Regex.Replace(words, "</?c>", "`");
        words = Regex.Replace(words, "</?summary>", "");
        return Regex.Replace(words, @"\s+", " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string SourceOf(Type type) =>
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Root, "src"), type.Name + ".cs", SearchOption.AllDirectories).Single());

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RCoder.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("RCoder.sln is in no folder above the tests");
    }

    [GeneratedRegex("const string Section = \"(\\w+)\"")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"^[ \t]*/// ?", RegexOptions.Multiline)]
    private static partial Regex CommentStart();
}
