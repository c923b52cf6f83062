using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RCoder.Configuration;

public static class SettingsServices
{
    /// <summary>
    /// One options class, bound to its section and validated at the start. Further rules are <see cref="IValidateOptions{TOptions}"/>
    /// that answer with <see cref="SettingProblem"/>s.
    /// </summary>
    /// <param name="services">Where it is added, once: several parts of a role may need the same.</param>
    /// <param name="configuration">All settings.</param>
    /// <param name="section">Those of this class.</param>
    /// <param name="byDefault">Sets what depends on the role.</param>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section, Action<T>? byDefault = null)
        where T : class, new()
    {
        if (services.Any(service => service.ImplementationInstance is SettingsOf<T>))
            return services;
        var settings = new SettingsOf<T>(configuration, section, byDefault);
        services.AddSingleton<IConfigureOptions<T>>(settings);
        services.AddSingleton<IValidateOptions<T>>(settings);
        services.AddOptions<T>().ValidateOnStart();
        return services;
    }
}
