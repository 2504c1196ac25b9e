using Whisper.Gateway;
using Whisper.Gateway.Cluster;
using Whisper.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSingleton(ProcessRole.Gateway);
builder.AddWhisperClusterClient();
builder.AddWhisperGateway();

var app = builder.Build();
if (!StartupValidation.Check(app.Services, Console.Error))
{
    return 1;
}

app.UseWhisperGateway();
await app.RunAsync();
return 0;
