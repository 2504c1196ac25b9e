/** What people may start from; everything here is already in normal form. */
export const CATALOGUE: readonly { group: string; interests: readonly string[] }[] = [
  { group: 'Games', interests: ['board games', 'chess', 'd&d', 'puzzles', 'retro games', 'video games'] },
  { group: 'Music', interests: ['classical music', 'electronic music', 'hip hop', 'jazz', 'playing guitar', 'rock music', 'singing'] },
  { group: 'Stories', interests: ['anime', 'fantasy', 'horror', 'movies', 'novels', 'poetry', 'sci-fi'] },
  { group: 'Making', interests: ['diy', 'drawing', 'gardening', 'knitting', 'photography', 'writing'] },
  { group: 'Food', interests: ['baking', 'coffee', 'cooking', 'street food', 'tea', 'vegan food'] },
  { group: 'Outside', interests: ['climbing', 'cycling', 'football', 'hiking', 'running', 'travel'] },
  { group: 'Mind', interests: ['history', 'languages', 'meditation', 'philosophy', 'psychology', 'small talk'] },
  { group: 'Science & tech', interests: ['ai', 'astronomy', 'biology', 'electronics', 'mathematics', 'programming'] }
];
