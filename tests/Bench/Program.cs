using Knowledge.Bench;

return await CommandLine.Run(args);
