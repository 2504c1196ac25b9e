using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Tests.Gateway.Support;

/// <summary>What a gateway sees of a cluster, with answers that a test chooses and a record of what was asked.</summary>
internal sealed class FakeCluster
{
    private readonly TaskCompletionSource<IGatewayObserver> _observer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeCluster()
    {
        Factory = Proxy.Of<IGrainFactory>((method, arguments) => method.Name == nameof(IGrainFactory.CreateObjectReference)
            ? Registered((IGatewayObserver)arguments[0]!)
            : Grain(method.GetGenericArguments().Single(), arguments[0]!));
        Peers = Proxy.Of<IGrainPeers>((method, arguments) => Grain(method.ReturnType, arguments[0]!));
    }

    public IGrainFactory Factory { get; }

    public IGrainPeers Peers { get; }

    /// <summary>The gateway's, once it has made itself known: its first lease is taken in the background, a client can be sooner.</summary>
    public Task<IGatewayObserver> Observer => _observer.Task;

    public ConcurrentQueue<string> Calls { get; } = new();

    public TicketId Ticket { get; private set; }

    public Func<FindRequest, Task<IntentOutcome>> Find { get; set; } = _ => Task.FromResult(IntentOutcome.Done);

    public Func<long, Task<IntentOutcome>> Cancel { get; set; } = _ => Task.FromResult(IntentOutcome.Done);

    public Func<ResumeRequest, Task<ResumeResult>> Resume { get; set; } = _ => Task.FromResult(new ResumeResult { Outcome = ResumeOutcome.Unknown });

    public Func<Departure, Task<SeatReference?>> Detach { get; set; } = _ => Task.FromResult<SeatReference?>(null);

    public Func<SessionAssertion, AssertOutcome> Assert { get; set; } = _ => AssertOutcome.Known;

    public Func<Task<ChatReference?>> Recent { get; set; } = () => Task.FromResult<ChatReference?>(null);

    public Func<Post, Task<PostResult>> Post { get; set; } = post => Task.FromResult(new PostResult(PostOutcome.Accepted, post.N + 1));

    public Func<long, Task> Ack { get; set; } = _ => Task.CompletedTask;

    public Func<RoomAttach, Task<ChatSnapshot?>> Attach { get; set; } = _ => Task.FromResult<ChatSnapshot?>(null);

    public Func<Task<bool>> Leave { get; set; } = () => Task.FromResult(true);

    public Func<ReportFiling, Task<ReportResult>> File { get; set; } = filing => Task.FromResult(new ReportResult(ReportOutcome.Stored, "R-1"));

    public Func<LeaseRenewal, Task<LeaseGrant>> Renew { get; set; } = renewal => Task.FromResult(new LeaseGrant(TimeSpan.FromSeconds(30), renewal.Connected, 1));

    /// <summary>Where the session that last searched or resumed is connected.</summary>
    public ConnectionRef Connection { get; private set; }

    public int Count(string call) => Calls.Count(made => made == call);

    /// <summary>Delivers to one connection, in order.</summary>
    public async Task Deliver(ConnectionRef to, params ClientEvent[] events) =>
        await (await Observer).Deliver(new DeliveryBatch([.. events.Select(item => new Whisper.Delivery.Delivery(to, item))]));

    private IGatewayObserver Registered(IGatewayObserver observer)
    {
        _observer.TrySetResult(observer);
        return observer;
    }

    private object Grain(Type type, object key) => type.Name switch
    {
        nameof(IUserSession) => Proxy.Of<IUserSession>((method, arguments) => Note("session", method) switch
        {
            nameof(IUserSession.Find) => Find(At((FindRequest)arguments[0]!)),
            nameof(IUserSession.Cancel) => Cancel((long)arguments[0]!),
            nameof(IUserSession.Resume) => Resume(At((ResumeRequest)arguments[0]!)),
            nameof(IUserSession.Detach) => Detach((Departure)arguments[0]!),
            nameof(IUserSession.Block) or nameof(IUserSession.RecentChat) => Recent(),
            _ => throw new NotSupportedException(method.Name),
        }),
        nameof(IChatRoom) => Proxy.Of<IChatRoom>((method, arguments) => Note("room", method) switch
        {
            nameof(IChatRoom.Post) => Post((Post)arguments[0]!),
            nameof(IChatRoom.Ack) => Ack((long)arguments[1]!),
            nameof(IChatRoom.Attach) => Attach((RoomAttach)arguments[0]!),
            nameof(IChatRoom.Leave) => Leave(),
            nameof(IChatRoom.Detach) or nameof(IChatRoom.Typing) => Task.CompletedTask,
            _ => throw new NotSupportedException(method.Name),
        }),
        nameof(IGatewayIngress) => Proxy.Of<IGatewayIngress>((method, arguments) => method.Name switch
        {
            nameof(IGatewayIngress.Relay) => Ingress(Unpacked((RelayCalls)arguments[0]!)),
            nameof(IGatewayIngress.Knock) => Task.CompletedTask,
            _ => Task.FromResult(((ImmutableArray<SessionAssertion>)arguments[0]!).Select(Assert).ToImmutableArray()),
        }),
        nameof(IReportDesk) => Proxy.Of<IReportDesk>((method, arguments) => Note("desk", method) == nameof(IReportDesk.File)
            ? File((ReportFiling)arguments[0]!)
            : throw new NotSupportedException(method.Name)),
        nameof(IGatewayLease) => Proxy.Of<IGatewayLease>((method, arguments) => Note("lease", method) == nameof(IGatewayLease.Renew)
            ? Renew((LeaseRenewal)arguments[0]!)
            : Task.CompletedTask),
        _ => throw new NotSupportedException($"{type.Name} {key}"),
    };

    // a batch is what its calls are; one that fails is not answered
    private async Task<RelayAnswers> Ingress(List<RoomCall> calls)
    {
        var answers = await Task.WhenAll(calls.Select(Answer));
        return new RelayAnswers(
            [.. answers.Select(answer => answer.Answered ? (byte)answer.Post.Outcome : RelayAnswers.Unanswered)], [.. answers.Select(answer => answer.Post.Expected)]);
    }

    private static List<RoomCall> Unpacked(RelayCalls batch)
    {
        var calls = new List<RoomCall>();
        var rest = batch.Packed.Span;
        while (calls.Count < batch.Count)
        {
            var call = RelayCall.Read(ref rest);
            calls.Add(call.Kind switch
            {
                RelayKind.Message => new PostCall(call.Match, new Post(call.Session, call.N, new PrivateText(Encoding.UTF8.GetString(call.Text)), call.Delivered)),
                RelayKind.Delivered => new AckCall(call.Match, call.Session, call.N),
                _ => new TypingCall(call.Match, call.Session, call.Kind == RelayKind.TypingOn),
            });
        }

        return calls;
    }

    private async Task<RoomAnswer> Answer(RoomCall call)
    {
        Calls.Enqueue($"room.{call.GetType().Name[..^4]}");
        try
        {
            switch (call)
            {
                case PostCall post:
                    return new RoomAnswer(true, await Post(post.Post));
                case AckCall ack:
                    await Ack(ack.N);
                    break;
            }

            return new RoomAnswer(true, default);
        }
        catch (Exception)
        {
            return default;
        }
    }

    private string Note(string grain, MethodInfo method)
    {
        Calls.Enqueue($"{grain}.{method.Name}");
        return method.Name;
    }

    private FindRequest At(FindRequest request)
    {
        Ticket = request.Ticket;
        Connection = request.Attachment.Connection;
        return request;
    }

    private ResumeRequest At(ResumeRequest request)
    {
        Connection = request.Connection;
        return request;
    }

    // Not a class that implements a grain interface: the Orleans code generator would take it for a grain.
    // Public and open to derivation, as DispatchProxy wants it.
    public class Proxy : DispatchProxy
    {
        private Func<MethodInfo, object?[], object?> _answer = null!;

        public static T Of<T>(Func<MethodInfo, object?[], object?> answer)
            where T : class
        {
            var proxy = Create<T, Proxy>();
            ((Proxy)(object)proxy)._answer = answer;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
    }
}
