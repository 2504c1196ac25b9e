using System.Net.Sockets;
using Npgsql;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>PostgreSQL cannot do what was asked; the message tells an operator why.</summary>
/// <param name="message">One sentence, without secrets or anything that people wrote.</param>
/// <param name="passes">Whether waiting may help, or somebody has to put a setting right.</param>
/// <param name="inner">What PostgreSQL or the network said.</param>
internal sealed class PostgresUnavailableException(string message, bool passes, Exception? inner) : Exception(message, inner)
{
    /// <summary>Whether waiting may help.</summary>
    public bool Passes => passes;
}

/// <summary>From errors to sentences.</summary>
internal static class PostgresFailure
{
    /// <summary>The sentence for an error of PostgreSQL or of the way to it; null for any other.</summary>
    public static PostgresUnavailableException? Of(Exception error, PostgresOptions at)
    {
        var server = $"PostgreSQL at {at.Host}:{at.Port}";
        return error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                Mistake($"{server} refuses user {at.User}: check {PostgresOptions.Section}:User and :Password."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                Mistake($"{server} has no database {at.Database}: check {PostgresOptions.Section}:Database, or create it."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                Mistake($"{server} does not let user {at.User} work in database {at.Database}: make the user its owner."),
            PostgresException refusal => Fault($"{server} answers: {refusal.MessageText} ({refusal.SqlState})."),
            NpgsqlException { InnerException: SocketException socket } => Fault($"{server} cannot be reached: {socket.Message}."),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException => Fault($"{server} does not answer in time."),
            NpgsqlException or SocketException => Fault($"{server} fails: {error.Message}"),
            _ => null,
        };

        PostgresUnavailableException Mistake(string sentence) => new(sentence, passes: false, error);
        PostgresUnavailableException Fault(string sentence) => new(sentence, passes: true, error);
    }
}
