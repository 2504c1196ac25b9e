using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Whisper.Hosting;

namespace Whisper.Silo.Admin;

/// <summary>The operators' side of a process: <c>/dashboard</c> and <c>/admin</c>, behind one guard.</summary>
public static class SiloAdmin
{
    /// <summary>Adds what <see cref="MapWhisperAdmin"/> needs; the silo adds the dashboard's own services.</summary>
    public static WebApplicationBuilder AddWhisperAdmin(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<AdminOptions>().BindConfiguration(ConfigurationSchema.Root).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>());
        builder.Services.Configure<DashboardOptions>(dashboard =>
        {
            // its live log keeps a request open for an hour, which holds up every shutdown
            dashboard.HideTrace = true;
            // each sample counts the whole directory cache, one by one
            dashboard.CounterUpdateIntervalMs = 5000;
        });
        return builder;
    }

    /// <summary>Maps the endpoints. Call it before any middleware that answers requests by itself.</summary>
    public static WebApplication MapWhisperAdmin(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<AdminGuard>();
        var operators = app.MapGroup("").WithMetadata(new OperatorsOnly());
        ((IEndpointConventionBuilder)operators.MapOrleansDashboard("/dashboard")).Add(LeaveOutGrainState);
        operators.MapGroup("/admin").AddEndpointFilter(TellOfFailure).MapReports();
        return app;
    }

    // It shows a grain's state by calling every method without parameters that returns a fitting type, whatever it does: a
    // look would end chats, and show whose they are.
    private static void LeaveOutGrainState(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.EndsWith("/GrainState", StringComparison.OrdinalIgnoreCase))
        {
            endpoint.RequestDelegate = context => Results.NotFound().ExecuteAsync(context);
        }
    }

    // a store that is down is not the operator's mistake, and its error must not reach the page
    private static async ValueTask<object?> TellOfFailure(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            AdminLog.Failed(context.HttpContext.RequestServices.GetRequiredService<ILogger<AdminGuard>>(), e);
            return Results.Problem("The report store or the cluster does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
