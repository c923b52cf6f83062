using RCoder.Benchmarks;

var brokers = new List<(string Name, string? Servers)> { ("embedded", null) };
if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
    brokers.Add(("Kafka", servers));
else
    Console.WriteLine("KAFKA_BOOTSTRAP_SERVERS is not set: nothing is measured on a real Kafka.");

var table = new Table();
// "cluster": only what is measured there.
foreach (var (name, bootstrap) in args is ["cluster"] ? [] : brokers)
    await Suite.RunAsync(name, bootstrap, table);
await ClusterSuite.RunAsync(table);
table.Print();
