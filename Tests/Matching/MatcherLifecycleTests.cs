using CsCheck;
using Whisper.Grains.Matching;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

/// <summary>
/// The matcher used as a bucket uses it: find, hold both, reserve elsewhere, then remove both or put both back; while
/// others join, escalate, cancel and time out in between.
/// </summary>
public sealed class MatcherLifecycleTests
{
    private static readonly Gen<(int Op, int Pick)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1000]).Array[1, 200];

    [Fact]
    public void Matcher_AnyInterleaving_LosesNobodyAndMatchesNobodyTwice() =>
        Gen.Select(Samples.Tickets.Array[24], Steps).Sample(
            run =>
            {
                var bucket = new Bucket(run.Item1);
                foreach (var (op, pick) in run.Item2)
                {
                    bucket.Step(op, pick);
                    bucket.AssertEverybodyIsSomewhere();
                }

                bucket.AssertEverybodyWaitingCanBeFound();
            },
            iter: 1000);

    private sealed class Bucket(Ticket[] people)
    {
        private readonly Matcher _matcher = new();
        private readonly Queue<Ticket> _outside = new(people);
        private readonly List<Ticket> _waiting = [];
        private readonly List<(Ticket A, Ticket B)> _proposals = [];
        private readonly HashSet<TicketId> _matched = [];
        private readonly HashSet<TicketId> _gone = [];
        private DateTimeOffset _now = Samples.Start;

        public void Step(int op, int pick)
        {
            _now = _now.AddSeconds(1);
            switch (op)
            {
                case <= 2 when _outside.TryDequeue(out var ticket):
                    Assert.True(_matcher.Add(ticket));
                    _waiting.Add(ticket);
                    Propose(ticket, _matcher.FindExact(ticket, _now));
                    break;
                case <= 5 when _waiting.Count > 0:
                    // escalation, also of a ticket that is held just then: it is enrolled, and does not propose
                    var escalating = _waiting[pick % _waiting.Count];
                    _matcher.Enrol(escalating);
                    if (!IsHeld(escalating))
                    {
                        Propose(escalating, _matcher.FindBest(escalating, _now));
                    }

                    break;
                case 6 when _proposals.Count > 0:
                    Commit(_proposals[pick % _proposals.Count]);
                    break;
                case 7 or 8 when _proposals.Count > 0:
                    Fail(_proposals[pick % _proposals.Count]);
                    break;
                case 9 when _waiting.Count > 0:
                    CancelOrTimeOut(_waiting[pick % _waiting.Count]);
                    break;
            }
        }

        public void AssertEverybodyIsSomewhere()
        {
            Assert.Equal(people.Length, _outside.Count + _waiting.Count + _matched.Count + _gone.Count);
            Assert.Equal(_waiting.Count, _matcher.Count);
            Assert.All(_waiting, ticket => Assert.True(_matcher.Contains(ticket.Id)));
        }

        public void AssertEverybodyWaitingCanBeFound()
        {
            foreach (var proposal in _proposals.ToList())
            {
                Fail(proposal);
            }

            foreach (var ticket in _waiting)
            {
                _matcher.Enrol(ticket);
            }

            // a stranger without exclusions empties the queue, the longest wait of each set first
            foreach (var group in _waiting.GroupBy(ticket => ticket.Interests).ToList())
            {
                foreach (var expected in group)
                {
                    var stranger = Samples.Of([.. group.Key.Values]);
                    var found = _matcher.FindExact(stranger, Samples.Start.AddYears(1));
                    Assert.Same(expected, found);
                    Assert.Equal(group.Key, _matcher.FindBest(stranger, Samples.Start.AddYears(1))!.Interests.Shared(group.Key) is var s ? Samples.Set([.. s]) : null);
                    _matcher.Remove(found!.Id);
                }
            }

            Assert.Equal(0, _matcher.Count);
        }

        private bool IsHeld(Ticket ticket) => _proposals.Any(p => p.A.Id == ticket.Id || p.B.Id == ticket.Id);

        private void Propose(Ticket seeker, Ticket? partner)
        {
            if (partner is null)
            {
                return;
            }

            Assert.NotEqual(seeker.Session, partner.Session);
            Assert.True(seeker.MayMeet(partner, _now));
            Assert.NotEmpty(seeker.Interests.Shared(partner.Interests));
            Assert.True(_matcher.Hold(seeker.Id));
            Assert.True(_matcher.Hold(partner.Id));
            _proposals.Add((seeker, partner));
        }

        private void Commit((Ticket A, Ticket B) proposal)
        {
            _proposals.Remove(proposal);
            foreach (var ticket in new[] { proposal.A, proposal.B })
            {
                Assert.True(_matcher.Remove(ticket.Id));
                Assert.True(_waiting.Remove(ticket));
                Assert.True(_matched.Add(ticket.Id), "matched twice");
            }
        }

        private void Fail((Ticket A, Ticket B) proposal)
        {
            _proposals.Remove(proposal);
            foreach (var ticket in new[] { proposal.A, proposal.B })
            {
                Assert.Equal(_waiting.Contains(ticket), _matcher.Unhold(ticket.Id));
            }
        }

        private void CancelOrTimeOut(Ticket ticket)
        {
            Assert.True(_matcher.Remove(ticket.Id));
            _waiting.Remove(ticket);
            _gone.Add(ticket.Id);
            foreach (var proposal in _proposals.Where(p => p.A.Id == ticket.Id || p.B.Id == ticket.Id).ToList())
            {
                Fail(proposal);
            }
        }
    }
}
