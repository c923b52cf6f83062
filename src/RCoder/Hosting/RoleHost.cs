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
            Settings.AddTo(builder.Configuration, args);
            Logs.AddTo(builder, logs);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
            add(builder);
            await using var app = builder.Build();
            Validate(app.Services);
            map(app);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (SettingsException e)
        {
            return Refuse(e.Message);
        }
        catch (KubeConfigException e)
        {
            return Refuse($"There is no way to the cluster: {e.Message}. Set KUBECONFIG, or run in a pod with a ServiceAccount.");
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse($"{e.Message} Set {freePort} to a free port.");
        }
    }

    private static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException e)
        {
            throw new SettingsException(e.Failures);
        }
        catch (AggregateException e)
        {
            throw new SettingsException(e.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }
        catch (InvalidOperationException e)
        {
            // The binder's: a value that is no number, or none of an enum's names.
            throw new SettingsException([e.Message]);
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
