using Whisper.Hosting;
using Whisper.Standalone;

var app = StandaloneApp.Build(args);
if (!StartupValidation.Check(app.Services, Console.Error))
{
    return 1;
}

await app.StartAsync();
Console.WriteLine($"Whisper is ready at {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();
return 0;
