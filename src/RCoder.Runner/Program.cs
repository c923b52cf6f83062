using RCoder.Runner.Hosting;
using RCoder.Runner.Launching;
using RCoder.Runner.Probing;
using RCoder.Runner.Serving;

return args switch
{
    [] => Serve.Run(),
    ["launch", var settings] => LaunchMode.Run(settings),
    ["listen", ..] => ListenMode.Run(args.AsSpan(1)),
    ["install", var directory] => InstallMode.Run(directory),
    ["probe", ..] => ProbeMode.Run(args.AsSpan(1)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: rcoder-runner                     serve one execution, as process 1 of a pod or a sandbox
               rcoder-runner listen <socket> [--user <uid>] -- <command...>
                                                 listen on a Unix socket and become the command, which starts the runner
               rcoder-runner install <directory> copy this program there
               rcoder-runner probe <name>        be a program that tries the sandbox
        """);
    return 2;
}
