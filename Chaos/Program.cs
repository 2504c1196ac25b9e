Console.Error.WriteLine("usage: make chaos");
return 2;
