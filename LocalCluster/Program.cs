Console.Error.WriteLine("usage: make cluster");
return 2;
