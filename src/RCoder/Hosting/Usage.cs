using System.Reflection;

namespace RCoder.Hosting;

internal static class Usage
{
    /// <summary>Exit code of a command line that means nothing; sysexits.h, EX_USAGE.</summary>
    private const int BadUsage = 64;

    private const string Text = """
        rcoder serve        Editor, API, dispatcher and sandboxes in one process, on this machine.
        rcoder api          Editor and API. Needs Kafka, and nothing else.
        rcoder dispatcher   Runs jobs from Kafka in pods of a Kubernetes cluster.
        rcoder operator     Keeps a cluster, and Kafka, as its LanguageRuntimes say.
        rcoder check <url> [--wait <seconds>]
                            Runs the sample of every language through an API; --ready: asks only whether a role is ready.
        rcoder uninstall <label selector>
                            Deletes LanguageRuntimes, and waits until their operator has let them go.

        Settings: appsettings.json, then the environment (RCODER_Kafka__BootstrapServers=…),
        then arguments (--Kafka:BootstrapServers=…). KAFKA_BOOTSTRAP_SERVERS is heard too.
        """;

    public static int Show(string[] args)
    {
        var asked = args is ["help" or "--help" or "-h", ..];
        (asked ? Console.Out : Console.Error).WriteLine(asked || args.Length == 0 ? Text : $"rcoder: '{args[0]}' is not a role of it.\n\n{Text}");
        return asked ? 0 : BadUsage;
    }

    public static int Version()
    {
        Console.WriteLine(typeof(Usage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        return 0;
    }
}
