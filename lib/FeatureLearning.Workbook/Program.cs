return await FeatureLearning.Workbook.Commands.WorkbookCommand.InvokeAsync(args).ConfigureAwait(false);
