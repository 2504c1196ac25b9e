using Whisper.Hosting;
using Whisper.Hosting.Start;
using Whisper.Standalone;

var app = StandaloneApp.CreateBuilder(args).Build();
if (!StartupValidation.Check(app.Services, Console.Error) || !await StartChecks.Pass(app.Services, Console.Error))
{
    return 1;
}

StandaloneApp.Map(app);
await app.StartAsync();
Console.WriteLine($"Whisper is ready at {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();
return 0;
