using Knowledge.Bench;

Progress.Output = Console.Error;
return await CommandLine.Run(args);
