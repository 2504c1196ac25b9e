using Whisper.Hosting;
using Whisper.Hosting.Start;
using Whisper.Silo;
using Whisper.Silo.Admin;
using Whisper.Silo.Rehearsals;

// Where a gateway of the same machine looks for its silo unless told otherwise.
const int SiloPort = 11_111;
const int GatewayPort = 30_000;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSingleton(ProcessRole.Silo);
builder.AddWhisperSilo(SiloPort, GatewayPort);
builder.AddWhisperAdmin();
builder.AddWhisperSiloEndpoints();
builder.AddWhisperStopDeadline();

var app = builder.Build();
if (!StartupValidation.Check(app.Services, Console.Error) || !await StartChecks.Pass(app.Services, Console.Error))
{
    return 1;
}

await RehearsalHosting.Rehearse(app.Services);
app.MapWhisperAdmin();
app.MapWhisperSiloEndpoints();
await app.RunAsync();
return 0;
