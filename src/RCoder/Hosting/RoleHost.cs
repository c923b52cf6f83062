using System.Net.Sockets;
using k8s.Exceptions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace RCoder.Hosting;

/// <summary>What every role has in common: settings, logs, and how a start that can't be is refused.</summary>
internal static class RoleHost
{
    /// <param name="args">Settings of the command line.</param>
    /// <param name="logs">How it logs where <c>Logs:Format</c> says nothing.</param>
    /// <param name="freePort">Which settings to change when a port is taken.</param>
    /// <param name="add">Adds the services of the role.</param>
    /// <param name="map">Maps its paths.</param>
    /// <returns>The exit code: 1 after a refusal, with all that is wrong on stderr.</returns>
    public static async Task<int> RunAsync(string[] args, LogFormat logs, string freePort, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            var problems = Settings.AddTo(builder.Configuration, args).Concat(Logs.AddTo(builder, logs).Select(problem => $"{problem}"));
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
            add(builder);
            await using var app = builder.Build();
            if (problems.Concat(Problems(app.Services)).Distinct().ToArray() is [_, ..] wrong)
                throw new SettingsException(wrong);
            map(app);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (SettingsException e)
        {
            return Refuse(e.Message);
        }
        catch (InvalidDataException e)
        {
            return Refuse(Settings.Problem(e));
        }
        catch (KubeConfigException e)
        {
            return Refuse($"There is no way to the cluster: {e.Message}. Set KUBECONFIG, or run in a pod with a ServiceAccount.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return Refuse($"{e.Message}: this user may not listen on that port. Set {freePort} to one from 1024 on.");
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse($"{e.Message} Set {freePort} to a free port.");
        }
    }

    private static IEnumerable<string> Problems(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
