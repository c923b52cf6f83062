using RCoder.Hosting;
using RCoder.Roles;

return args switch
{
    ["serve", .. var rest] => await ServeRole.RunAsync(rest),
    ["api", .. var rest] => await ApiRole.RunAsync(rest),
    ["dispatcher", .. var rest] => await DispatcherRole.RunAsync(rest),
    ["check", .. var rest] => await CheckRole.RunAsync(rest),
    ["uninstall", .. var rest] => await UninstallRole.RunAsync(rest),
    ["operator", .. var rest] => await OperatorRole.RunAsync(rest),
    ["--version"] => Usage.Version(),
    _ => Usage.Show(args),
};
